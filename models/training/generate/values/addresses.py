"""Addresses of more countries than names come from, in the order in which each writes them; parts of addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

from models.training.generate.draft import Pieces, mark
from models.training.generate.values.maker import Maker
from models.training.generate.values.people import last
from models.training.generate.values.places import address, address_lines

__all__ = ["abroad", "box", "county", "district", "envelope", "typed", "unit"]

_ABROAD: tuple[str, ...] = (
    # Streets; towns; regions; postcodes; orders of A (street), C, R and Z, with / between lines.
    "N S Street;12-N S Ave;RR 3, S Road|Halifax Moncton Kelowna Regina Guelph|ON BC Alberta Québec NS|@#@ #@@;@#@#@@|A/C, R Z;A/C R  Z/Canada;A, C, R",
    "N S Street;Unit 4/N S Parade;Lot 7, S Highway|Ballarat Bendigo Cairns Geelong Parramatta|NSW VIC Qld WA Tasmania|####|A/C R Z;A, C R Z;A/C Z;A, C, R, Z, Australia",
    "N S Road, S Bay;Level 3, N S Terrace;RD 2|Whangarei Napier Timaru Dunedin|Otago Waikato|####|A/C Z;A, C Z, New Zealand;A/C",
    "Blk N S Avenue 4 #05-12;N S Road, #11-03 S Tower|Singapore|Central|######|A/C Z;A, C Z;A, C(Z)",
    "Flat B, 12/F, N S Road;Room 1504, S Centre, N Queen's Road|Kowloon Wan_Chai Sha_Tin Mong_Kok|Hong_Kong N.T.|######|A, C, R;A/C/R",
    "N, S-ro 12-gil;Apt. 103-1204, S-daero N|Suwon-si Jeonju-si Gangnam-gu Seo-gu|Gyeonggi-do Seoul Busan|#####;###-###|A, C, R Z;A/C/R Z/Republic of Korea",
    "S utca N.;S u. N. II/4;S tér N., fszt. 2.|Szeged Győr Pécs Eger Budapest|Pest Zala|####|Z C, A;C, A, Z;Z C/A;C/A/Z",
    "N S Street;Apartment 9, S Court;S, Main Street|Athlone Tralee Dublin_8 Sligo Dundalk|Co._Kerry Co._Meath County_Cork|@## @###;@##@###|A, C, R, Z;A/C/R/Z;A, C, R",
    "Sstrasse N;Chemin de S N;Via S N|Thun Vevey Lugano Aarau Chur|TI VD Bern|####;CH-####|A, Z C;A/Z C;A/Z C/Schweiz;A, Z C R",
    "Sgasse N/3/12;S-Straße N, Top 4;Am S N|Graz Villach Wels Dornbirn Wien|Tirol Steiermark|####;A-####|A, Z C;Z C, A;A/Z C/Österreich;Z C/A",
    "Rue de S N boîte 3;Sstraat N bus 201|Namur Gent Mechelen Liège Hasselt|Brabant|####;B-####|A, Z C;A/Z C;A - Z C;A/Z C/Belgique",
    "Sgade N, 2. th.;Svej N, st. tv.|Odense Kolding Vejle Aarhus_C København_K|Jylland Fyn|####;DK-####|A, Z C;A/Z C;A/Z C/Danmark",
    "Skatu N A 14;Stie N as. 3;S puisto N|Turku Oulu Kuopio Espoo|Uusimaa|#####;FI-#####|A, Z C;A/Z C;A/Z C/FINLAND",
    "S N/14;ul. S N;Nám. S N|Olomouc Plzeň Brno Ostrava Praha_4|Morava|### ##;#####|A, Z C;A/Z C;A, C, Z;Z C, A",
    "Calle S N, Int. 4, Col. S;Av. S No. N, Col. Centro|Zapopan Morelia Puebla Mérida|Jal. CDMX N.L. Yucatán|#####|A, Z C, R;A/Z C, R;A, C, R, Z;A, C/R, México",
    "Av. S N, 4° B;S N, PB;Bv. S N, Dpto. 7|Rosario Salta Mendoza C.A.B.A.|Santa_Fe Cuyo Córdoba|@####@@@;####|A, (Z) C;A/Z C/R;A, C, R;A/C (Z)",
    "Cra. N # 45-12, Apto 302;Calle N Sur No. 8-20;Transversal N #6C-31|Cali Pereira Medellín Bucaramanga|Antioquia Valle|######|A, C;A, C, R;A/C - R;A, C Z",
    "N S Street, S Park;12 Sweg, Unit 3;Stand N, S Ext 4|Benoni Polokwane Durban Soweto|Gauteng Limpopo KZN|####|A/C/Z;A, C, Z;A, C, R, Z;A/C, R",
    "P.O. Box N;S House, 3rd Floor, S Road;Plot N, S Lane|Kisumu Nakuru Kampala Arusha Mwanza|Rift_Valley Nyanza|#####|A - Z, C;A, C;A-Z/C/Kenya;A, C, Tanzania",
    "N S St., Brgy. S;Unit 5C S Residences, S Ave.;Purok 4, Brgy. S|Quezon_City Cebu_City Davao Iloilo|Laguna Metro_Manila Cavite|####|A, C, R Z;A, Z C;A/C/Z R",
    "Jl. S No. N, RT 05/RW 02;Perum S Blok C-N;Gg. S N, Kec. S|Bandung Surabaya Medan Bekasi|Jawa_Barat DKI|#####|A, C Z;A, C, R Z;A/C - R/Z",
    "No. N, Jalan S 4/2, Taman S;Lot N, Lorong S|Ipoh Klang Melaka Petaling_Jaya|Selangor Johor Perak|#####|A, Z C, R;A/Z C/R;A, Z C",
    "N/4 Soi S, S Rd.;N Moo 6, T. S|Chiang_Mai Phuket Bangkok Hat_Yai|Songkhla Chang_Wat_Nan|#####|A, C Z;A, R, C Z;A/C Z/Thailand",
    "No. N, Lane 12, Sec. 2, S Rd.;4F.-1, No. N, S St.|Taichung Hsinchu Tainan Zhongshan_Dist.|Taipei_City|###;######|A, C Z;A, C, R Z;Z/A, C",
    "S N, ap. 12, bl. 4, sc. B;Str. S nr. N|Cluj-Napoca Iași Brașov Sector_3|Ilfov jud._Dolj|######|A, C, Z;A, C, R;A/Z C;A, Z, C",
    "S N, 3os órofos;Odos S N;Leof. S N|Thessaloniki Patra Athina Volos|Attiki|### ##;#####|A, Z C;A, C Z;A/Z C/GREECE",
    "S St. N/7;N S Blvd., entrance B|Haifa Ramat_Gan Jerusalem Amman|Galilee|#######|A, C Z;A, C;A/C, Z/Israel",
    "S iela N-4;S g. N, bt. 12;S tn N-7|Rīga Kaunas Tartu Liepāja|Zemgale|LV-####;LT-#####;#####|A, C, Z;A/C/Z;A, Z C",
    "Flat N, S Apartments, Near S Temple;H.No. 4-N/2, S Colony;Plot N, Sector 18|Nagpur Kochi Noida Indore Lahore|Kerala U.P. Punjab Maharashtra|### ###;######|A, C-Z;A, C, R, Z;A, C - Z, R;A/C/R/Z",
    "House N, Road 7, Block C, S;N/A S Road|Dhaka Chittagong Sylhet Kathmandu Colombo|Dhaka_Division|####;#####|A, C Z;A, C-Z;A, C",
    "вул. S, буд. N, кв. 8;просп. S, N|Львів Одеса Харків Дніпро|Київська_обл.|#####|A, C, Z;Z, C, A;A/C/Z/Україна",
    "Avenida S, N, 3.º Esq.;Rua S, Lote N, r/c Dto;Praceta S N|Braga Setúbal Évora Leiria|Algarve|####-###|A, Z C;A/Z C;A/Z C/Portugal",
    "N, rue S, App. 6;C.P. N, succ. S|Sherbrooke Laval Gatineau|Québec QC|@#@ #@@|A, C (R)  Z;A/C (R) Z;A, C Z",
    "N, S Quarter, BP 12;Lot N, Rue S;Villa N, Cité S|Dakar Abidjan Tunis Lomé Douala|Plateau|BP ####;#####|A, C;A, Z C;A/C",
    "CMR N, Box 1204;PSC N Box 88;Unit N|APO FPO|AE AP|09###;96###|A, C R Z;A/C R Z",
    "Villa N, Street 12, S;Office 904, S Tower;Bldg N, Road 41, Block 318|Manama Doha Sharjah Muscat|Jumeirah West_Bay|#####|A, C;A, R, C;A",
)
_NAMES = "Rose Lake Temple Palm King Hill Garden Union Market River Liberty Queen Castle Jade Olive Pine Harbor Sunrise Cathedral Mango Lotus Bolívar Petőfi Masaryk Mandela Gandhi Sudirman Freedom"
_UNITS = "Apt_# Apt._#@ Flat_# Unit_##@ Suite_#00 Floor_# 2nd_floor 3rd_floor 5th_floor Apartment_#-@ Room_### Block_@ Tower_# Etage_# 2._OG_links 3º_B Appt_## bus_# Stairwell_@ Building_# Bât._@ Wohnung_## Interior_# Lot_## Bay_# Ground_Floor c/o_Reception Penthouse Loft_# apto_## Scala_@ Piso_# #/F"
_BOXES = "PO_Box_#### P.O._Box_### Postfach_##_##_## BP_### Apartado_##### Postbus_#### Casella_Postale_## Private_Bag_@#### Locked_Bag_## Caixa_Postal_### GPO_Box_### P.O.B._#### box_### POSTBOKS_##"
_DISTRICTS = "Old_Town Eastside Riverside Northgate Hafenviertel Centro Uptown Chinatown Moabit Shibuya Soho Copacabana Kreuzberg the_Docklands the_West_End Harlem Montmartre Trastevere Gràcia Altona Bandra_West Pudong Zona_Sur Ward_6 18th_arrondissement Bairro_Alto Brera De_Pijp Sector_5"
_COUNTIES = "County Parish Borough District Township Prefecture Province Oblast"


def _made(maker: Maker, separator: str) -> Pieces:
    streets, towns, regions, codes, orders = maker.pick(_ABROAD).split("|")
    pieces: list[tuple[str, str | None]] = []
    for part in re.split(r"(\b[ACRZ]\b|/)", maker.pick(orders.split(";"))):
        if part == "A":
            street = re.sub(r"\bN\b", lambda _: str(maker.rng.randint(1, 399)), maker.pick(streets.split(";")))
            street = re.sub(r"\d+", lambda match: maker.digits(len(match[0])), street)
            pieces.append(
                (
                    re.sub(r"S(?![\w.])|\bS(?=gade|vej|katu|tie|stra|gas|weg)", lambda _: maker.word(_NAMES), street),
                    "ADDRESS",
                )
            )
        elif part == "C":
            pieces.append((maker.word(towns), "LOCATION"))
        elif part == "R":
            pieces.append((maker.word(regions), "LOCATION"))
        elif part == "Z":
            pieces.append((maker.form(maker.pick(codes.split(";"))), "ZIP_CODE"))
        elif part == "/":
            pieces.append((separator, None))
        elif part.strip(" ,-()"):
            pieces.append((part, "LOCATION"))
        elif part:
            pieces.append((part, None))
    return tuple(pieces)


def abroad(maker: Maker) -> Pieces:
    """On one line."""
    return _made(maker, ", ")


def envelope(maker: Maker) -> Pieces:
    """On several lines, of any country."""
    return _made(maker, maker.pick(("\n", "\n", ",\n", "\n  "))) if maker.chance(0.6) else address_lines(maker)


def typed(maker: Maker) -> Pieces:
    """As people type it: in small letters, often without commas."""
    small = maker.chance(0.7)
    made = abroad(maker) if maker.chance(0.5) else address(maker)
    return tuple((text.lower() if small else text.replace(", ", " "), entity) for text, entity in made)


def _of(forms: str, entity: str) -> Callable[[Maker], Pieces]:
    return lambda maker: mark(maker.form(maker.word(forms).replace("@", maker.pick("ABCD"))), entity)


unit = _of(_UNITS, "ADDRESS")
box = _of(_BOXES, "ADDRESS")
district = _of(_DISTRICTS, "LOCATION")


def county(maker: Maker) -> Pieces:
    """What lies between town and state."""
    name = last(maker)[0][0]
    return mark(
        maker.pick((f"{name} {maker.word(_COUNTIES)}", f"Landkreis {name}", f"County {name}", f"{name}shire")),
        "LOCATION",
    )
