"""Organizations that news write about: parties, unions, papers, airlines, museums, bands, teams, ministries, schools."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from models.training.generate.draft import Pieces, mark
from models.training.generate.values.known_bodies import KNOWN_BODIES
from models.training.generate.values.maker import Maker
from models.training.generate.values.people import last
from models.training.generate.values.places import city, country, region

__all__ = ["body"]

_KNOWN = 0.35

_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "party": "Workers'_Party_of_<c> <w>_Alliance <w>_Party Social_Democrats Green_Party <r>_First Union_for_<c> Partido_<w> Parti_<w> Freie_<w> New_<c>_Movement Christian_Union Liberal_Party People's_<w>_Front <3> Forza_<t> Citizens_for_<t> Lista_<w> National_Assembly_Party",
        "union": "National_Union_of_<k> <t>_Teachers'_Association IG_<w> United_<k> <k>'_Federation_of_<r> <4> Confederation_of_<c>_<k> Syndicat_<w> <k>'_Union_<t> Local_417 International_Brotherhood_of_<k>",
        "paper": "The_<t>_Times <t>_Daily_News <t>_Herald <t>er_Zeitung Le_Courrier_de_<t> El_Diario_de_<t> Corriere_di_<t> <w>_Magazine Radio_<t> <t>_TV Channel_9 The_<w> The_<r>_Independent Dagblad_van_<t> Jornal_de_<t> <t>_Shimbun Al-<w> <w>_Online <t>_Evening_Standard <3>_News",
        "airline": "<w>_Air Air_<t> <c>_Airlines <t>_Airways Fly<w> <w>jet Trans<w>_Air_Lines <w>_Express Aero<w> Royal_<t>_Airlines Lineas_Aéreas_<w> <r>_Air_Cargo",
        "museum": "<l>_Museum National_Gallery_of_<c> <t>_Museum_of_Modern_Art Musée_<l> Museo_de_<t> <t>_Opera <t>_Philharmonic <t>_Public_Library Kunsthalle_<t> Royal_Theatre_of_<t> Teatro_<l> <t>_Zoo <l>_Collection Natural_History_Museum_<t> <l>-Archiv <t>_Film_Festival Institute_for_<w>_Studies",
        "band": "The_<w>s <w>_<w> The_<w>_<w>s <l>_Quartet <t>_Symphony_Orchestra Black_<w> <w>_and_the_<w>s <4> Los_<w>s Die_<w>en <w>core The_<t>_<w>s Electric_<w>_Club",
        "ngo": "Save_the_<w>s <w>_Watch <c>_Red_Cross Doctors_for_<c> <l>_Trust <l>_Foundation Friends_of_<t> <w>_Relief Cáritas_<t> <w>_without_Borders Fundación_<l> <l>-Stiftung World_<w>_Fund <r>_Food_Bank",
        "side": "Real_<t> AFC_<t> <t>_04 SV_<t> TSV_1860_<t> Dynamo_<t> <t>_<n> <t>_<n> <t>_<n> <n> <n> Athletic_<t> CD_<t> Sporting_<t> AC_<t> Olympique_<t> <t>_HC <t> <t> <t> <t>_II <t>_U21 Bayern_<t> <t>_CC 1._FC_<t> Inter_<t> <r>_<n> <l>_Racing Team_<w> Lokomotiv_<t> Deportivo_<t> HSV_<t> PSV_<t> <t>_Town <t>_County <t>_Albion",
        "ministry": "Ministry_of_<m> Ministry_of_<m>_and_<m> <m>_Ministry Department_for_<m> Bundesministerium_für_Gesundheit Ministère_de_la_Culture Ministerio_de_Hacienda <t>_City_Council Senate House_of_Representatives European_Commission <t>_Police_Department <t>_Fire_Brigade <r>_State_Police Central_Bank_of_<c> <c>_Football_Federation <t>_Port_Authority <t>_Chamber_of_Commerce State_<m>_Committee Landratsamt_<t> Mairie_de_<t> Ayuntamiento_de_<t> Comune_di_<t> Gemeente_<t> Prefeitura_de_<t> <t>_Town_Hall National_Guard Coast_Guard Supreme_Council Constitutional_Court Knesset Bundestag Parliament",
        "wire": "Reuters AP AFP dpa ANSA EFE TASS PTI Kyodo UPI <w>_News_Agency <t>_Press_Bureau <3> Bloomberg Xinhua",
        "force": "<w>_Front <c>_Liberation_Army <t>_Brigade Army_of_<t> Free_<r>_Movement <l>_cartel 4th_Armoured_Division <w>_Resistance UN Royal_<c>_Navy Al-<w> Popular_<w>_Militia",
        "school": "<t>_Primary_School <l>_Elementary Lycée_<l> <l>-Gymnasium St_<l>'s_Academy IES_<t> <t>_Girls'_High_School Colegio_<l> <t>_Conservatory Grundschule_<t> <l>_Law_School Istituto_<l> University_of_<r> Universität_<t> <t>_Polytechnic <c>_Institute_of_Science <l>_University Imperial_College_<t>",
        "concern": "<l>-<l> <l>_Brothers <l>_et_Fils Gebr._<l> <t>_Steel <c>_Telecom <w>.com <w>24 <w>Bank Grupo_<l> <l>_y_Asociados PT_<w>_Tbk <w>_Sdn_Bhd <l>_&_Sons <w>_A/S OOO_<w> Banca_<t> <c>_Post <t>_Gas_Works <2>&<2> <l>'s Café_<w> <t>_Dairy_Co-op <w>_Petroleum <w>o <w>ify <l> <l>_Capital <w>_Pharma The_<l>_Group Hotel_<w> <w>_Mart Stadtwerke_<t> Ets._<l> <l>_Oyj Bhd_<w> <w>_JSC",
    }
)
_FILLERS = {
    "w": "Falcon Cedar Harbour Meridian Lantern Amber Comet Saffron Orchid Maple Condor Velvet Horizon Delta Cobalt Jasmine Granite Tundra Magnolia Osprey Vega Marlin Zephyr Canyon Lotus",
    "k": "Miners Dockers Nurses Railway_Workers Farmers Journalists Teamsters Bakers Pilots",
    "m": "Health Defence Finance Culture Tourism Justice Water Labour Education Fisheries Trade Sport Science Interior Energy",
    "n": "Warriors Thunder Hornets Raptors Cowboys Mariners Bulls Cardinals Comets Panthers Saints Chargers Titans Blackhawks Knights Sharks Lions Crusaders Maroons Dolphins Storm Rangers Kings",
}


def body(kind: str) -> Callable[[Maker], Pieces]:
    """A maker of organizations of a kind: `w`, `k`, `m`, `n` are words, `t`, `c`, `r`, `l` places and surnames."""

    def put(maker: Maker, part: str) -> str:
        if part in _FILLERS:
            return maker.word(_FILLERS[part])
        if part.isdigit():
            return maker.form("@" * int(part))
        return {"t": city, "c": country, "r": region, "l": last}[part](maker)[0][0]

    def make(maker: Maker) -> Pieces:
        if kind in KNOWN_BODIES and maker.chance(_KNOWN):
            return mark(maker.word(KNOWN_BODIES[kind]), "ORGANIZATION")
        name = re.sub("<(.)>", lambda match: put(maker, match[1]), maker.word(_FORMS[kind]))
        return mark(name.upper() if maker.chance(0.06) else name, "ORGANIZATION")

    return make
