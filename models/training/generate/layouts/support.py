"""Customers and those who serve them: tickets, chats, orders, letters to customers."""

from __future__ import annotations

__all__ = ["AGENT_LINES", "CUSTOMER_LINES", "MAIL_CLOSINGS", "MAIL_OPENINGS", "MAIL_SENTENCES", "TEMPLATES"]

CUSTOMER_LINES = (
    "[[Customer|User|{first}]]: hi, my order {id} has not arrived",
    "[[Customer|{first}]]: my name is {person}",
    "[[Customer|Client]]: it's {address}",
    "Customer: {zip}",
    "customer: the number is {phone}",
    "Customer: I paid {money} on {date} and was charged twice",
    "[[Customer|{first}]]: account {account}, booking {id}",
    "Customer: i want to cancel my flight from {city} to {city} on {date}",
    "Customer: no, thanks, that is all",
    "Customer: born {birthday}",
    "Customer: the {gadget} broke after {duration}",
    "Customer: my username is {handle} and i can't log in",
    "Customer: please change my address to {street}, {city} {zip}",
    "customer: policy {id}, claim {id}",
    "Customer: is there a discount for students?",
)
AGENT_LINES = (
    "[[Agent|Support|{first}]]: [[Sorry to hear that|Happy to help]]. May I have your name and order number?",
    "Agent: thank you, {first}. Could you confirm your postcode?",
    "Agent: I have refunded {money}, it takes {duration}.",
    "Agent: is there anything else I can help you with?",
    "[[Agent|Support]]: the {gadget} was shipped on {date}.",
    "Agent: please hold on a moment.",
    "Agent: I can see the booking {id} for {person}.",
    "Agent: your claim {id} is being reviewed.",
)
MAIL_OPENINGS = (
    "[[Hello|Hi|To whom it may concern|Dear Sir or Madam|Dear support team]],\n\n",
    "From: {email}\nTo: support@example.com\nSubject: [[Order {id}|Refund|Complaint|Cannot log in]]\n\n",
    "Ticket {id}\nRequester: {person}\nPriority: [[low|high|urgent]]\n\n",
    "Dear {titled},\n\n",
    "",
)
MAIL_SENTENCES = (
    "I ordered a {gadget} on {date} and it still has not [[arrived|shipped]].",
    "My order number is {id}.",
    "Please send the replacement to {address}.",
    "My delivery address is\n{lines}\n",
    "You can reach me at {phone} or {email}.",
    "I was charged {money} twice on my card.",
    "The customer reports that {product} [[crashes|freezes]] after the update.",
    "I've been a customer for {duration} and never had such trouble.",
    "We are sorry for the inconvenience and have issued a refund of {money}.",
    "Your parcel {id} left our warehouse in {city} on {date}.",
    "Could you cancel my subscription as of {date}?",
    "My account name is {handle}.",
    "The policy {id} is in the name of my wife, {person}.",
    "I spoke with {first} from your hotline on {day} but nobody called back.",
    "Please quote reference {id} in your reply.",
    "The booking {id} is for {person} and {person}, from {city} to {city}.",
    "I want to return the {gadget}, it is the wrong colour.",
    "How long does a refund take?",
    "Is the {gadget} available in blue?",
    "My old address was {street}, {city}; I moved to {address} last month.",
    "Mr {last} insists on speaking to a manager.",
    "Warranty ends on {date}.",
)
MAIL_CLOSINGS = (
    "\n\n[[Thanks|Regards|Best regards|Yours faithfully]],\n{person}",
    "\n\n{person}\n{lines}",
    "\n\nThanks\n{first}\nCustomer no. {id}",
    "\n\n[[Your support team|{first}, Customer Care, {company}]]",
    "",
)
TEMPLATES = (
    "Ticket #{id} [[opened|updated]] by {person} ({email})\nStatus: [[open|pending|solved]]\nProduct: {gadget}\n\n{first} says the {gadget} stopped working after {duration}. Wants a refund of {money}.\n~~Assigned to {first}.",
    "Order confirmation\n\nOrder no.: {id}\nDate: {date}\n\nShip to:\n{person}\n{lines}\n\nBill to:\n{company}\n{lines}\n\n1 x {gadget}   {money}\n2 x {gadget}   {money}\n\nTotal: {money}",
    "Call log {date} {clock}\nCaller: {person}, tel. {phone}\nRe: claim {id}\nCaller complained about the delay. Promised call back by {day}. - {first}",
    "Delivery note {id}\nRecipient: {person}\nAddress: {address}\nCourier: {company}\nItems: {count} x {gadget}\nLeave with neighbour if absent.",
    "Dear {titled},\n\nthank you for contacting {company}. We have registered your complaint under number {id}. A colleague will call you at {phone} within {duration}.\n\nKind regards\n{person}\nCustomer Service",
    "Sehr geehrte Damen und Herren,\n\nmeine Bestellung {id} vom {date} ist noch nicht angekommen. Bitte senden Sie die Ware an:\n\n{person}\n{lines}\n\nTelefonisch erreichen Sie mich unter {phone}.\n\nMit freundlichen Grüßen\n{person}",
    "Bonjour,\n\nje n'ai pas reçu ma commande {id} du {date}. Mon adresse : {address}. Merci de me rembourser {money}.\n\n{person}",
    "Hola, soy {person}. Mi pedido {id} no ha llegado. Vivo en {address}. Mi teléfono es {phone}. Gracias.",
    "Buongiorno, sono {person}, cliente n. {id}. Ho cambiato indirizzo: {address}. Grazie.",
    "Subject: Change of address\n\nPlease update my details.\n\nOld:\n{lines}\n\nNew:\n{lines}\n\nCustomer number {id}\n{person}",
    "CRM note\nAccount: {company}\nContact: {person} / {phone} / {email}\nLast contact: {date}\nNext step: renewal of {money} by {month}\nSentiment: [[angry|neutral|happy]] - threatened to move to {company}",
    "Booking {id}\nPassenger(s): {register}; {register}\nFrom: {city}  To: {city}\nDeparture: {date} {clock}\nFare: {money}\nContact: {email}",
    "Complaint summary: customer {person} (no. {id}, {city}) says the technician sent by {company} on {date} damaged the {gadget}. Demands {money}. Lives at {street}, {zip} {city}.",
    "how do i {topic} my order? it says {id} but the site of {company} shows nothing since {day}",
    "I need help with my card, it was swallowed by a machine in {city}",
    "why was my transfer of {money} declined?",
    "I'd like to book a table for {count} on {day} at {clock} in {city} under the name {last}",
)
