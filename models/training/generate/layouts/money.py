"""Money: invoices, letters of banks, reports, forecasts, tax, news of markets as reports have them."""

from __future__ import annotations

__all__ = ["REPORT_SENTENCES", "TEMPLATES"]

REPORT_SENTENCES = (
    "Revenue [[rose|fell]] {count} to {money} in {month}, compared with {money} a year earlier.",
    "Operating margin was {count}, [[up|down]] from {count}.",
    "{company} recorded an impairment charge of {money} relating to its {country} business.",
    "Net cash provided by operating activities was {money}.",
    "The effective tax rate for fiscal {year} was {count}.",
    "We expect capital expenditure of {money} in {year}.",
    "Trade receivables are stated net of an allowance of {money}.",
    "On {date}, the board declared a dividend of {money} per share.",
    "{company} acquired {company} for {money} in cash.",
    "Goodwill was tested for impairment as of {date}; none was recorded.",
    "The increase was driven by higher volumes in {place}, partly offset by foreign exchange.",
    "Inventories increased by {money} due to supply delays.",
    "Deferred tax assets are recognised to the extent that profits are probable.",
    "Total liabilities and equity came to {money} at {date}.",
    "EBITDA before exceptional items was {money}.",
    "The notes bear interest at {count} and mature in {year}.",
    "Stock-based compensation was {money} and {money} in {year} and {year}.",
    "Borrowings under the credit facility with {bank} were {money}.",
    "Forecast: burn of {money} a month gives us runway until {month}.",
    "Gross margin by segment is shown in the table below.",
    "The Company leases offices in {city} and {city} under operating leases.",
    "Diluted earnings per share were {money}.",
)
TEMPLATES = (
    "INVOICE {id}\n\n{company}\n{lines}\nVAT no. {nid}\n\nBill to: {person}\n{lines}\n\nDate: {date}\nDue: {date}\n\n{gadget}  2 x {money}\n{gadget}  1 x {money}\n\nSubtotal {money}\nVAT {count}\nTotal {money}\n\nBank: {bank}, account {account}",
    "{bank}\n{lines}\n\n{titled}\n{lines}\n\n{date}\n\nYour account {account}\n\nDear {titled},\n\nyour overdraft exceeds the agreed limit by {money}. Please balance your account by {date}.\n\n{person}\nBranch manager",
    "Account statement {month}\nHolder: {person}\nAccount: {account}\n\n{date}  Salary {company}   +{money}\n{date}  Rent               -{money}\n{date}  {company}  -{money}\n{date}  ATM {city}         -{money}\n\nClosing balance {money}",
    "Wire instruction\nPlease transfer {money} from account {account} to {person}, account {account} at {bank}, value date {date}. Reference {id}.",
    "Consolidated balance sheet\n(in thousands)\n                      {year}      {year}\nCash              {money}   {money}\nReceivables       {money}   {money}\nInventories       {money}   {money}\nTotal assets      {money}   {money}\nTotal liabilities {money}   {money}",
    "Loan application {id}\nApplicant: {person}, born {birthday}\nEmployer: {employer}, {job}\nMonthly income: {money}\nRequested: {money} over {duration}\nCollateral: property at {address}\nDecision: [[approved|declined]] by {initialed}",
    "Budget {year} - {team}\n\nPersonnel  {money}\nTravel     {money}\nSoftware   {money}\nTotal      {money}\n\nVariance to last year: {count}. {first} to cut {money}.",
    "Tax return {year}\nTaxpayer: {person}\nTax id: {nid}\nAddress: {address}\nWages: {money}\nInterest: {money}\nRefund: {money}, to account {account}",
    "Expense report {id}\nEmployee: {person}\nTrip: {city}, {date} - {date}\nHotel {money}\nTrain {money}\nMeals {money}\nTotal {money}\nApproved: {initialed}",
    "Reminder\n\nDear {titled},\n\nour invoice {id} of {date} over {money} is overdue since {duration}. Please pay by {date} to {account}.\n\n{company}\nAccounts receivable",
    "Rechnung Nr. {id}\n\n{person}\n{lines}\n\nDatum: {date}\nLeistungszeitraum: {month}\nBeratung {count} Std.   {money}\nMwSt.   {money}\nGesamtbetrag   {money}\n\nZahlbar innerhalb von 14 Tagen auf {account}, {bank}.",
    "Facture n° {id} du {date}\nClient : {person}, {address}\nMontant HT : {money}\nTVA : {money}\nTotal TTC : {money}\nRèglement : {account}",
    "Credit memo {id}: {money} to {company}, {address}, for returned {gadget}. Booked {date}.",
    "Cap table (confidential)\n\n{person}  {count}\n{person}  {count}\n{company}  {count}\n\nPost-money valuation {money}. Series A closes {date}.",
    "Portfolio review for {person}, client no. {id}\n\nTotal value {money}; {ticker} {count}, {ticker} {count}, bonds {count}. Client is {age} and plans to retire in {year}. Recommendation: sell {ticker}.",
    "Payroll run {month}: {count} employees, gross {money}, net {money}. Exceptions: {person} (bank account {account} rejected), {person} (missing tax id).",
    "SWIFT MT103\n:20:{id}\n:32A:{date} {money}\n:50K:/{account}\n{person}\n{lines}\n:59:/{account}\n{person}\n:70:INVOICE {id}",
)
