"""Staff: letters, payslips, reviews, applications, policies of employment."""

from __future__ import annotations

__all__ = ["REVIEW_SENTENCES", "TEMPLATES"]

REVIEW_SENTENCES = (
    "{first} [[exceeded|met|did not meet]] expectations in {year}.",
    "Colleagues describe {first} as [[reliable|difficult|calm under pressure]].",
    "Goal for {month}: lead the {project} rollout in {city}.",
    "{first} was late on {count} occasions and received a written warning on {date}.",
    "Salary rises to {money} as of {date}.",
    "{first} asked for a transfer to {city} for family reasons.",
    "Rating: [[3 of 5|strong|needs improvement|outstanding]].",
    "Sick leave: {duration} because of {disease}.",
    "Strengths: communication, planning, {product}.",
    "Areas for development: delegation, meeting deadlines.",
    'Peer feedback from {person}: "always helps, even outside of working hours".',
    "The employee's line manager is {person}.",
    "{first} returns from parental leave on {date}.",
    "Bonus proposal: {money}, to be approved by {titled}.",
    "We agreed on a performance improvement plan of {duration}.",
    "{first} mentors two juniors in the {team} team.",
)
TEMPLATES = (
    "Dear {first:a},\n\nWe are [[pleased|delighted]] to offer you the position of {job} at {company:c}, reporting to {person}. Your annual salary will be {money}, paid monthly. Your first day is {date}. The probationary period is {duration}.\n\nPlease sign and return this letter by {date}.\n\n{person}\nHuman Resources, {company:c}",
    "PAYSLIP {month}\n\nEmployee: {person}\nEmployee no.: {id}\nDate of birth: {birthday}\nTax id: {nid}\n\nBasic salary      {money}\nOvertime          {money}\nIncome tax       -{money}\nPension          -{money}\n\nNet pay           {money}\nPaid to {account}, {bank}",
    "Curriculum Vitae\n\n{person}\n{lines}\n{phone} | {email}\nBorn {birthday}\n\nExperience\n{month} - {month}  {job}, {company}, {city}\n{month} - today  {job}, {employer}\n\nEducation\n{year}  University of {city}\n\nSkills: {product}, {product}, {service}",
    "Termination of employment\n\nDear {titled},\n\nwe hereby terminate your employment with {company} as of {date}. Your remaining leave of {duration} is to be taken before. Please return your badge and laptop.\n\n{city}, {date}\n{person}",
    "Performance review {year}\nEmployee: {person} ({job})\nReviewer: {person}\nRating: [[2|3|4|5]]/5\n\n{first} delivered {project} on time. Conflicts with {first} in the {team} team were raised with HR on {date}.",
    "Interview feedback: {person} for {job}\nInterviewer: {first}\nDate: {date}\nDecision: [[hire|no hire|second round]]\nNotes: solid on {product}, expects {money}, notice period {duration}. Currently at {employer}.",
    "Sick note received from {person} (no. {id}) for {date} to {date}. Diagnosis: {disease}. Informed: {first} ({team}). Continued pay until {date}.",
    "Leave request\nName: {person}\nStaff no.: {id}\nFrom {date} to {date}\nType: [[annual|unpaid|parental|sick]]\nStand-in: {first}\nApproved by: {initialed}",
    "Grievance filed by {person} against {person} on {date}. {first} alleges bullying in the {meeting}. Witnesses: {first}, {first}. HR case {id}. Handle strictly confidentially.",
    "Employee handbook\n\nWorking hours are flexible between {clock} and {clock}. Employees accrue {duration} of leave a year. Managers approve leave in the portal. Harassment is not tolerated; report it to HR or the ombudsperson.",
    "Onboarding checklist for new hires\n\n[ ] Sign the contract\n[ ] Set up payroll and benefits\n[ ] Meet your buddy\n[ ] Complete security training\n[ ] Read the code of conduct\n~~First day: {date}",
    "Job description: {job}\n\nWe look for a {job} in our {city} office. You will work with the {team} team, mentor juniors, and own {service}. Requirements: {count} years of experience, fluent English. Benefits: pension, {duration} of holiday.",
    "Salary review {year} - confidential\n\n{person}: {money} -> {money}\n{person}: {money} -> {money}\n{person}: no change\n\nEffective {date}. Do not discuss before letters go out.",
    "Arbeitszeugnis\n\n{titled}, geboren am {birthday}, war vom {date} bis zum {date} als {job} in unserem Unternehmen tätig. {last} erledigte die Aufgaben stets zu unserer vollsten Zufriedenheit.\n\n{city}, {date}\n{person}\n{company}",
    "Contrat de travail\n\nEntre {company}, et {person}, né(e) le {birthday}, demeurant {address}.\nLe salarié est engagé à compter du {date} en qualité de {job}. Rémunération brute : {money} par an.",
    "Exit interview, {person}, {team}\nLast day {date}. Reason: better offer from {company} ({money}). Would return: [[yes|no]]. Comments on manager {first}: never had time.",
    "Emergency contact form\n\nEmployee: {person}\nHome address: {address}\nDate of birth: {birthday}\nContact: {person} (spouse), {phone}\nAllergies / conditions: {condition}",
    "Competency levels for {job}\n\nLevel 1: works with guidance. Level 2: works on own. Level 3: leads others and is a role model. Promotion is decided twice a year by a panel; salary bands are published internally.",
    "Candidate: {person}\nAge: {age}\nCity: {city}\nExpected salary: {money}\nReferences: {titled}, {employer}, {phone}\nAvailable from {date}",
)
