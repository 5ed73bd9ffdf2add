"""Conditions, symptoms, adverse effects; drugs and procedures, which are no conditions."""

from __future__ import annotations

from models.training.generate.draft import Pieces, mark, plain
from models.training.generate.values.maker import Maker

__all__ = ["condition", "disease", "drug", "effect", "gene", "symptom", "vital"]

_PARTS = "hepat nephr gastr arthr dermat neur my card pancreat bronch col cyst rhin ot encephal mening oste tendin thyroid vascul"
_ENDS = "itis itis opathy osis algia omegaly oma"
_DISEASES = "asthma epilepsy diabetes type_2_diabetes_mellitus hypertension migraine psoriasis eczema pneumonia anemia anaemia gout lupus multiple_sclerosis cystic_fibrosis COPD GERD HIV hepatitis_C tuberculosis schizophrenia bipolar_disorder major_depressive_disorder PTSD ADHD autism dementia Parkinson's_disease Crohn's_disease ulcerative_colitis atrial_fibrillation congestive_heart_failure coronary_artery_disease stroke breast_cancer prostate_cancer melanoma leukemia lymphoma non-small_cell_lung_cancer glaucoma cataracts osteoporosis rheumatoid_arthritis hypothyroidism sleep_apnea chronic_kidney_disease endometriosis malaria measles COVID-19 influenza sepsis cellulitis appendicitis kidney_stones DVT pulmonary_embolism hyperlipidemia obesity alcohol_use_disorder anorexia_nervosa sickle_cell_disease haemophilia Diabetes_mellitus_Typ_2 Bluthochdruck Bandscheibenvorfall Depression hypertension_artérielle asthme diabète cancer_du_sein hipertensión migraña cáncer_de_mama ipertensione emicrania depressie"
_SYMPTOMS = "fever cough headache nausea vomiting dizziness fatigue chest_pain shortness_of_breath abdominal_pain back_pain low_back_pain rash itching swelling swollen_ankles blurred_vision numbness_in_the_left_hand palpitations sore_throat runny_nose night_sweats weight_loss loss_of_appetite diarrhea constipation insomnia joint_pain muscle_cramps tingling fainting ringing_in_the_ears heartburn dyspnea syncope edema hematuria wheezing chills hair_loss hoarseness double_vision tremor panic_attacks Kopfschmerzen Fieber Übelkeit maux_de_tête fièvre dolor_de_espalda fiebre mal_di_testa koorts"
_EFFECTS = "drowsiness dry_mouth liver_toxicity hives anaphylaxis injection_site_reactions hot_flashes elevated_liver_enzymes neutropenia thrombocytopenia QT_prolongation hypoglycemia bleeding withdrawal_symptoms suicidal_thoughts hypotension bradycardia rhabdomyolysis Stevens-Johnson_syndrome weight_gain sexual_dysfunction hallucinations seizures photosensitivity peripheral_neuropathy hyperkalemia lactic_acidosis mouth_ulcers renal_failure"
_NAMES = "Ehlers-Danlos Marfan Guillain-Barré Raynaud Sjögren Hashimoto Huntington Tourette Graves Behçet Addison Wilson Alport Dravet"
_WHERE = "left right bilateral chronic acute severe mild recurrent early-onset metastatic familial suspected"
_DRUGS = "metformin lisinopril ibuprofen amoxicillin atorvastatin omeprazole sertraline insulin_glargine warfarin prednisone levothyroxine albuterol gabapentin paracetamol naproxen tramadol methotrexate"
_TESTS = "MRI CT_scan colonoscopy echocardiogram CBC biopsy X-ray blood_test ECG ultrasound HbA1c"


def disease(maker: Maker) -> Pieces:
    """A disease by its name."""
    roll = maker.rng.random()
    if roll < 0.6:
        name = maker.word(_DISEASES)
    elif roll < 0.75:
        name = maker.word(_PARTS) + maker.word(_ENDS)
    elif roll < 0.83:
        name = f"{maker.word(_NAMES)} {maker.pick(('syndrome', 'disease'))}"
    elif roll < 0.93:
        name = f"{maker.word(_WHERE)} {maker.word(_DISEASES)}"
    else:
        name = f"{maker.word(_NAMES)}'s disease"
    return mark(name, "MEDICAL")


def symptom(maker: Maker) -> Pieces:
    """What a patient complains of."""
    name = maker.word(_SYMPTOMS)
    return mark(
        f"{maker.word('severe mild intermittent worsening persistent sharp')} {name}" if maker.chance(0.2) else name,
        "MEDICAL",
    )


def effect(maker: Maker) -> Pieces:
    """What a drug did."""
    return mark(maker.word(_EFFECTS), "MEDICAL")


def condition(maker: Maker) -> Pieces:
    """Any of them."""
    return maker.pick((disease, disease, symptom, effect))(maker)


def drug(maker: Maker) -> Pieces:
    """A drug with its dose: treatment, no condition."""
    name = maker.word(_DRUGS)
    return plain(f"{name} {maker.pick((5, 10, 20, 40, 100, 250, 500))} mg" if maker.chance(0.6) else name)


def gene(maker: Maker) -> Pieces:
    """A gene or a test, which is no condition either."""
    return plain(maker.form("@@@#") if maker.chance(0.5) else maker.word(_TESTS))


def vital(maker: Maker) -> Pieces:
    """Blood pressure, pulse, temperature."""
    return plain(
        maker.pick(
            (
                f"{maker.rng.randint(95, 180)}/{maker.rng.randint(55, 110)} mmHg",
                f"{maker.rng.randint(50, 130)} bpm",
                f"{maker.rng.randint(361, 402) / 10} °C",
                f"{maker.rng.randint(88, 100)}%",
            )
        )
    )
