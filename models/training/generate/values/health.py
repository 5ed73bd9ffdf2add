"""Conditions, symptoms, adverse effects; drugs, tests and parts of the body, which are no conditions."""

from __future__ import annotations

from collections.abc import Callable

from models.training.generate.draft import Pieces, mark, plain
from models.training.generate.values import ailments
from models.training.generate.values.maker import Maker

__all__ = [
    "abroad",
    "ailing",
    "anatomy",
    "complaint",
    "condition",
    "disease",
    "drug",
    "effect",
    "exam",
    "felt",
    "gene",
    "ill",
    "locus",
    "medicine",
    "sign",
    "symptom",
    "treatment",
    "vital",
]

_PARTS = "hepat nephr gastr arthr dermat neur my card pancreat bronch col cyst rhin ot encephal mening oste tendin thyroid vascul"
_ENDS = "itis itis opathy osis algia omegaly oma"
_WHERE = "left right bilateral chronic acute severe mild recurrent early-onset metastatic familial suspected end-stage poorly_controlled advanced hereditary sporadic congenital post-operative drug-induced secondary idiopathic"
_DRUGS = "metformin lisinopril ibuprofen amoxicillin atorvastatin omeprazole sertraline insulin_glargine insulin warfarin apixaban heparin aspirin clopidogrel prednisone dexamethasone levothyroxine albuterol salbutamol gabapentin pregabalin paracetamol acetaminophen naproxen diclofenac tramadol morphine oxycodone methotrexate cyclosporine tacrolimus cisplatin doxorubicin tamoxifen rituximab pembrolizumab infliximab adalimumab lithium clozapine haloperidol risperidone quetiapine diazepam lorazepam fluoxetine citalopram venlafaxine amitriptyline carbamazepine phenytoin valproate levodopa amiodarone digoxin metoprolol amlodipine furosemide spironolactone simvastatin vancomycin ciprofloxacin azithromycin doxycycline rifampicin isoniazid fluconazole acyclovir ribavirin interferon_alfa penicillin codeine ondansetron pantoprazole Lipitor Zoloft Effexor_XR Arthrotec Voltaren Cymbalta Xarelto Ozempic Plavix Prozac L-dopa melatonin vitamin_D folic_acid"
_TESTS = "MRI CT_scan colonoscopy echocardiogram CBC biopsy X-ray blood_test ECG EKG ultrasound HbA1c"
_GENES = "BRCA1 BRCA2 CFTR TP53 APC MLH1 MSH2 VHL ATM RB1 NF1 NF2 HFE DMD FMR1 HTT SMN1 APOE LRRK2 PKD1 KRAS BRAF EGFR HER2 JAK2 BCR-ABL MECP2 COL4A5 FBN1 G6PD p53 HLA-B27 HLA-DR4 Pax6 WT1 PTEN MEN1 RET"
_EXAMINATIONS = "MRI CT_of_the_head CT_angiogram chest_X-ray colonoscopy gastroscopy echocardiogram full_blood_count biopsy bone_marrow_biopsy spirometry ECG EEG ultrasound urinalysis lumbar_puncture bone_scan mammogram PET-CT stress_test blood_cultures liver_function_tests nerve_conduction_study sleep_study DEXA_scan"
_TREATMENTS = "physiotherapy laparoscopic_surgery radiotherapy chemotherapy dialysis knee_replacement root_canal_treatment skin_graft blood_transfusion cataract_surgery cognitive_behavioural_therapy caesarean_section hysterectomy angioplasty coronary_bypass pacemaker_insertion appendectomy tonsillectomy spinal_fusion stem_cell_transplant endoscopic_repair electroconvulsive_therapy acupuncture"
_ANATOMY = "left_knee right_hip lower_back left_ventricle right_lung liver spleen gallbladder pancreas thyroid_gland L4/L5 C5-C6 left_wrist right_shoulder abdomen neck scalp left_eye tooth_36 lower_jaw upper_arm right_foot sigmoid_colon aortic_valve frontal_lobe left_breast prostate hind_leg"


def _name(maker: Maker) -> str:
    roll = maker.rng.random()
    if roll < 0.35:
        return maker.word(ailments.COMMON)
    if roll < 0.62:
        return maker.word(
            maker.pick((ailments.MENTAL, ailments.INFECTIONS, ailments.CANCERS, ailments.CONGENITAL, ailments.RARE))
        )
    if roll < 0.7:
        return maker.word(_PARTS) + maker.word(_ENDS)
    if roll < 0.76:
        return maker.word(ailments.ABBREVIATIONS)
    if roll < 0.83:
        return f"{maker.word(ailments.NAMES)}{maker.pick((' syndrome', ' disease', chr(39) + 's disease'))}"
    if roll < 0.87:
        return f"{maker.word(ailments.DEFICIENCIES)} {maker.pick(('deficiency', 'deficiency', 'deficient'))}"
    if roll < 0.91:
        return (
            f"{maker.word(ailments.ORGANS)} {maker.word('cancer disease failure infection tumor damage abnormalities')}"
        )
    if roll < 0.97:
        return f"{maker.word(_WHERE)} {maker.word(ailments.COMMON)}"
    return f"{maker.word(ailments.COMMON)} and {maker.word(ailments.RARE)}"


def disease(maker: Maker) -> Pieces:
    """A disease by its name, now and then with its abbreviation or in another language."""
    if maker.chance(0.02):
        return mark(maker.word(ailments.FOREIGN[maker.word("de fr es it nl pt")]), "MEDICAL")
    name = _name(maker)
    return mark(name[0].upper() + name[1:] if maker.chance(0.08) else name, "MEDICAL")


def symptom(maker: Maker) -> Pieces:
    """What a patient complains of, or an examiner sees."""
    name = maker.word(ailments.SYMPTOMS if maker.chance(0.93) else ailments.SIGNS)
    kind = "severe mild intermittent worsening persistent sharp sudden occasional new-onset bilateral marked"
    return mark(f"{maker.word(kind)} {name}" if maker.chance(0.18) else name, "MEDICAL")


def sign(maker: Maker) -> Pieces:
    """What a picture, an examination or a laboratory shows."""
    return mark(maker.word(ailments.SIGNS), "MEDICAL")


def effect(maker: Maker) -> Pieces:
    """What a drug did."""
    return mark(maker.word(ailments.EFFECTS), "MEDICAL")


def complaint(maker: Maker) -> Pieces:
    """What is wrong, in the words of somebody who is no doctor."""
    return mark(maker.word(ailments.COMPLAINTS if maker.chance(0.85) else ailments.SYMPTOMS), "MEDICAL")


def ailing(maker: Maker) -> Pieces:
    """How somebody feels, after `I am`."""
    return mark(maker.word(ailments.ADJECTIVES), "MEDICAL")


def felt(maker: Maker) -> Pieces:
    """What happened to somebody, after `I`."""
    return mark(maker.word(ailments.PHRASES), "MEDICAL")


def ill(maker: Maker) -> Pieces:
    """What a patient is, after `he is`."""
    return mark(maker.word(ailments.PATIENTS), "MEDICAL")


def condition(maker: Maker) -> Pieces:
    """Any of them."""
    return maker.pick((disease, disease, symptom, effect))(maker)


def abroad(language: str) -> Callable[[Maker], Pieces]:
    """A maker of conditions in a language."""
    return lambda maker: mark(maker.word(ailments.FOREIGN[language]), "MEDICAL")


def drug(maker: Maker) -> Pieces:
    """A drug with its dose: treatment, no condition."""
    name = maker.word(_DRUGS)
    return plain(f"{name} {maker.pick((5, 10, 20, 40, 100, 250, 500))} mg" if maker.chance(0.4) else name)


def medicine(maker: Maker) -> Pieces:
    """A drug by its name alone."""
    return plain(maker.word(_DRUGS))


def gene(maker: Maker) -> Pieces:
    """A gene or a test, which is no condition either."""
    return plain(maker.form("@@@#") if maker.chance(0.5) else maker.word(_TESTS))


def locus(maker: Maker) -> Pieces:
    """A gene or its protein: no condition."""
    name = maker.word(_GENES) if maker.chance(0.7) else maker.form(maker.pick(("@@@#", "@@#", "@@@@", "@@@##")))
    return plain(name)


def exam(maker: Maker) -> Pieces:
    """An examination: no condition."""
    return plain(maker.word(_EXAMINATIONS))


def treatment(maker: Maker) -> Pieces:
    """A treatment, or an examination: no condition."""
    return plain(maker.word(_TREATMENTS)) if maker.chance(0.7) else exam(maker)


def anatomy(maker: Maker) -> Pieces:
    """A part of the body: no condition."""
    return plain(maker.word(_ANATOMY))


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
