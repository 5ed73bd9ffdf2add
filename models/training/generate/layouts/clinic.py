"""Medicine: notes of doctors, letters, conversations, results; reports of adverse effects; what patients write."""

from __future__ import annotations

__all__ = ["DIALOG_LINES", "NOTE_SENTENCES", "TEMPLATES"]

NOTE_SENTENCES = (
    "Patient is a {age} [[male|female|man|woman]] with a history of {disease} and {disease}.",
    "Presents with {symptom} and {symptom} for {duration}.",
    "Denies {symptom}, {symptom} or {symptom}.",
    "Started on {drug}; developed {effect} after {duration}.",
    "Blood pressure {vital}, heart rate {vital}.",
    "{gene} shows no evidence of {disease}.",
    "Plan: continue {drug}, follow up on {date}.",
    "Family history: mother had {disease}, father died of {disease} at {age}.",
    "Referred to {titled} at {hospital} for suspected {disease}.",
    "No known drug allergies.",
    "The wound is clean and dry, sutures removed.",
    "Impression: {disease}, stable.",
    "{drug} was stopped because of {effect}.",
    "Patient lives in {city} with {first} and works as a {job}.",
    "Adverse reactions reported: {effect}, {effect} and {effect}.",
    "{disease} was ruled out by {gene}.",
    "Assessment: likely {disease}; differential includes {disease}.",
    "The abdomen is soft, lungs are clear to auscultation.",
    "Since starting {drug} I have had terrible {effect} and can't sleep.",
    "Pain is {count} out of 10, worse at night.",
    "Mutations in {gene} cause {disease}.",
    "Discharged home on {date} in good condition.",
)
DIALOG_LINES = (
    "Doctor: What brings you in today?",
    "Patient: I've had {symptom} for {duration}.",
    "Doctor: Any {symptom} or {symptom}?",
    "Patient: No, but my {symptom} got worse [[on {day}|last night]].",
    "Doctor: Do you have any conditions, such as {disease}?",
    "Patient: I was told I have {disease} in {year}.",
    "Doctor: How old are you?",
    "Patient: I am {age}.",
    "Doctor: I'd like to order a {gene} and start {drug}.",
    "Patient: My mother had {disease} too.",
    "Doctor: Do you smoke or drink?",
    "Patient: The {drug} gave me {effect}.",
    "Doctor: Alright, let's have a look.",
    "Guest_family: She had {effect} at home, doctor.",
)
TEMPLATES = (
    "Patient: {register}    DOB: {birthday}    MRN: {id}\nDate of visit: {date}\nPhysician: {titled}\n\nChief complaint: {symptom}\n\nHPI: {age} [[male|female]] with {symptom} for {duration}. History of {disease}.\n\nAssessment: {disease}\nPlan: {drug}, {gene}, return in {duration}",
    "DISCHARGE SUMMARY\n\n{hospital}\n\nName: {person}\nBorn: {birthday}\nAdmitted: {date}\nDischarged: {date}\n\nDiagnoses\n1. {disease}\n2. {disease}\n3. {effect} due to {drug}\n\nMedication on discharge: {drug}, {drug}\n\n{titled}",
    "Dear Dr. {last},\n\nThank you for referring {person:a}, date of birth {birthday}, of {address}. {first} has suffered from {disease} since {year}. Examination showed {symptom}. I suggest {drug}. Review in {duration}.\n\nYours sincerely,\n{titled}\n{hospital}",
    "Arztbrief\n\nPatient: {person}, geb. {birthday}, wohnhaft {address}\nDiagnose: {disease}, {disease}\nAnamnese: {symptom} seit {duration}.\nTherapie: {drug}\n\n{titled}, {hospital}",
    "Lab report {id}\nPatient {person} ({birthday})\nHbA1c 7.2 %, Hb 11.9 g/dl, CRP 43 mg/l\nComment: consistent with {disease}. Phoned to {titled} on {date}.",
    "Adverse event report\nDrug: {drug}\nPatient: {initialed}, {age}\nEvent: {effect}, {effect}\nOnset: {duration} after first dose\nOutcome: [[recovered|ongoing|fatal]]\nReporter: {titled}, {hospital}",
    "Insurance pre-authorisation {id}\nMember: {person}, member id {id}, born {birthday}\nProcedure: {gene}\nDiagnosis: {disease}\nProvider: {hospital}, {address}",
    "Prescription\n{titled}, {hospital}\n{lines}\n\nFor: {person}, {birthday}\nRx: {drug} 1-0-1\nIndication: {disease}\n{date}",
    "SUBJECTIVE: The patient is a {age} who complains of {symptom}.\nOBJECTIVE: {vital}, {vital}. Lungs clear.\nASSESSMENT: {disease}. {disease}.\nPLAN: {drug}. Return if {symptom} occurs.",
    "Nursing note {date} {clock}: {titled} in room {count} reports {symptom}. {drug} given. Informed {titled}. Will monitor for {effect}.",
    "Referral to physiotherapy\nName {person}\nTel {phone}\nAddress {address}\nReason: {disease}, {symptom}\nGP {titled}",
    "Ordonnance du {date}\nPatient : {person}, né(e) le {birthday}\nMotif : {symptom}, {disease}\nTraitement : {drug}\nDr {last}, {hospital}",
    "Informe médico\nPaciente: {person}, {age}, DNI {nid}\nDiagnóstico: {disease}\nSíntomas: {symptom}, {symptom}\nTratamiento: {drug}",
    "Mutations of the {gene} gene were found in families with {disease} and {disease}. We examined {count} patients with {disease}; {symptom} was common. Loss of {gene} was not associated with {disease}.",
    "Vaccination record\n{person} {birthday}\n{date} first dose, {date} second dose. Reaction: {effect}. No contraindication.",
    "i started {drug} {duration} ago and since then i have {effect} and {effect}, also {symptom} in the morning. my doctor in {city} says it is {disease} but i am only {age}",
)
