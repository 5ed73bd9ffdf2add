"""Given names, parts of surnames and of places, and how addresses are written, for many parts of the world.

Surnames and towns are put together from parts, so that most of them are nobody's and nowhere. `street` and `lines` are
forms: `N` a number, `S` a street word (`§` where it is written together with
the next), `C` a town, `R` a region, `Z` a postcode, `L` the country.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CULTURES", "Culture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Culture:
    """One part of the world. Lists are words with spaces between; `_` stands for a space.

    Attributes:
        language: of the documents.
        country: as it is written in an address.
        given: given names.
        heads: beginnings of surnames, and whole ones behind a `!`.
        tails: their ends.
        family_first: whether the surname comes first.
        towns: beginnings and ends of towns, with `|` between the two.
        regions: states, provinces, counties.
        street: forms of the line with the street.
        words: what streets are named for.
        postcode: its forms, as in `Maker.form`.
        lines: forms of the rest; `/` is a new line or a comma.
    """

    language: str
    country: str
    given: str
    heads: str
    tails: str
    towns: str
    regions: str
    street: tuple[str, ...]
    words: str
    postcode: tuple[str, ...]
    lines: tuple[str, ...]
    family_first: bool = False


_ENGLISH_WORDS = "Oak Maple Mill Church Station Park High Victoria Albert Chapel Orchard Willow Elm Cedar Bridge Harbour Meadow Spring Windmill Kingfisher Abbey Priory Quarry Lakeview Sunset Hillcrest Juniper Sycamore Granite Foundry Tanner Fletcher Alder Heron Bayside"
_EN_TAILS = "son ford ton well worth ley ham wood field man ster by croft shaw gate"
_EN_HEADS = "!Smith !Jones !Clarke !Baker !Turner !Reed !Cole !Price !Walsh !Doyle Har Whit Ash Brad Cal Dal Ed Fen Gar Hol Lang Mar Nor Pem Rad Sher Thorn Wal Win Black Red Stan Hart Kirk"

CULTURES: tuple[Culture, ...] = (
    Culture(
        language="en",
        country="USA",
        given="James Mary Robert Linda Michael Susan David Karen Tyler Brittany Jamal Keisha Marcus Destiny Ethan Olivia Noah Emma Liam Ava Darnell Shanice Wyatt Savannah Cody Megan Derek Paige Bill Peggy",
        heads=_EN_HEADS + " !Jackson !Washington !Miller !Davis !Nguyen !Garcia !Cohen !O'Brien !McAllister !Delacroix",
        tails=_EN_TAILS,
        towns="Spring Oak River Fair Green Cedar Mil Clay Brook Lake Madi Frank|field dale ton ville wood view port burg haven",
        regions="Ohio Texas OH TX CA NY FL IL WA Oregon Georgia GA PA Michigan MI Arizona AZ NC Vermont",
        street=(
            "N S Street",
            "N S St",
            "N S Ave.",
            "N S Avenue, Apt N",
            "N W S Blvd",
            "N S Lane",
            "N S Dr Suite N",
            "N S Rd",
            "N S Court #N",
            "PO Box N",
            "N Nth Street",
            "N S Pkwy, Unit N",
        ),
        words=_ENGLISH_WORDS,
        postcode=("#####", "#####", "#####-####"),
        lines=("C, R Z", "C R Z", "C, R Z/L", "C, R", "C/R Z"),
    ),
    Culture(
        language="en",
        country="United Kingdom",
        given="Oliver Amelia George Isla Harry Poppy Nigel Fiona Graham Shirley Rhys Cerys Callum Eilidh Imran Aisha Gareth Siobhan Alastair Philippa Dev Priyanka Tamsin Hugh",
        heads=_EN_HEADS + " !Davies !Evans !MacLeod !Patel !Khan !Begum !Okafor !Fitzgerald !Smythe-Jones",
        tails=_EN_TAILS,
        towns="Hather Black Ched Whit Tad Maid New Old King Stan Thorn Ald|bury ford ley mouth chester minster combe wick stead by",
        regions="Kent Surrey Cumbria Devon Essex Yorkshire Fife Gwynedd",
        street=(
            "N S Road",
            "N S Lane",
            "Flat N, N S Street",
            "N S Close",
            "The Old S, S Lane",
            "Unit N, S Business Park",
            "S House, N S Terrace",
            "Na S Gardens",
            "N S Crescent",
            "S Cottage, S Hill",
        ),
        words=_ENGLISH_WORDS,
        postcode=("@@## #@@", "@# #@@", "@## #@@", "@@# #@@", "@#@ #@@"),
        lines=("C/Z", "C Z", "C/R/Z", "C, R Z", "C, Z, L", "C/R Z/L", "C"),
    ),
    Culture(
        language="de",
        country="Deutschland",
        given="Lukas Anna Jürgen Sabine Heike Uwe Wolfgang Ingrid Matthias Katharina Björn Antje Tobias Greta Emre Yasemin Detlef Hannelore Leon Mia",
        heads="!Müller !Schmidt !Weiß !Yılmaz Stein Berg Wald Bach Rosen Krüg Hof Lind Brand Vogel Eber Acker Schön Neu Ober",
        tails="mann er berger meier bach hardt wald stein hauer haus ing",
        towns="Neu Alt Bad_Wald Ober Nieder Rosen Stein Linden Grün Königs|stadt dorf heim burg hausen bach kirchen feld walde",
        regions="Bayern Hessen Sachsen Thüringen NRW",
        street=("§straße N", "§str. N", "§weg Na", "Am S N", "§allee N", "S-Platz N", "An der S N", "§gasse N"),
        words="Linden Bahnhof Garten Kirch Schul Mühlen Berg Wiesen Rosen Haupt Tannen Buchen Schiller Goethe Brunnen Markt Eichen",
        postcode=("#####", "#####", "D-#####"),
        lines=("Z C", "Z C/L", "Z C", "Z C (R)"),
    ),
    Culture(
        language="fr",
        country="France",
        given="Camille Julien Élodie Thierry Amélie Mathieu Océane Jean-Luc Anaïs Benoît Solène Karim Fatou Gaëlle Didier Margaux",
        heads="!Lefèvre !Moreau !Petit !N'Diaye !Benali Beau Dur Mont Bel Char La Vill Gros Fonta Mar Vau",
        tails="mont champ val ieux court pierre rand eau igny din el chet",
        towns="Saint- Mont Ville Beau Château Bourg Haute Val|rive fort clair neuf marie vert roche lieu seuil",
        regions="Bretagne Normandie Alsace Occitanie",
        street=(
            "N rue de la S",
            "N, rue du S",
            "N bis avenue S",
            "N, boulevard de S",
            "N place de la S",
            "N impasse des S",
            "Bât. N, N allée des S",
            "N chemin du S",
        ),
        words="République Gare Fontaine Moulin Lilas Église Marché Liberté Tilleuls Pont Château Paix Roses Verdun",
        postcode=("#####", "#####", "F-#####"),
        lines=("Z C", "Z C/L", "Z C CEDEX", "Z C, L"),
    ),
    Culture(
        language="es",
        country="España",
        given="Lucía Javier Carmen Álvaro Pilar Íñigo Rocío Andrés Mercedes Jesús Valentina Santiago Ximena Mateo Guadalupe Joaquín",
        heads="!García !Martínez_López !Pérez !de_la_Cruz !Ibáñez Mal Ben Cas Her Fer Rom Val Mont Ser Alv Villa",
        tails="ález anda illo ero ez arro ado itez ana oya",
        towns="Villa San_ Torre Monte Santa_ Puerto_ Valde|nueva martín marina hermosa verde lobos seca real blanca",
        regions="Sevilla Murcia Jalisco Antioquia Cuyo",
        street=(
            "Calle S, N",
            "C/ S N, 3º B",
            "Avenida de la S N",
            "Av. S N, piso N",
            "Plaza S N",
            "Paseo de S, N, 2º izq.",
            "Calle S #N-N",
            "Carrera N # N-N",
        ),
        words="Mayor Constitución Sol Rosario Luna Olivo Independencia Reforma Alameda Fuente Iglesia Naranjo",
        postcode=("#####", "#####", "C.P. #####"),
        lines=("Z C", "Z C, R", "Z C/L", "C, R, Z"),
    ),
    Culture(
        language="it",
        country="Italia",
        given="Giulia Marco Chiara Luca Francesca Alessandro Beatrice Gennaro Ilaria Matteo Serena Salvatore Niccolò",
        heads="!Rossi !Esposito !De_Luca Bell Mont Ferr Gall Cast Mar Vall Piet Bian Colom",
        tails="ini etti elli ari one ucci aldi osta ieri anti",
        towns="Monte San_ Castel Villa Borgo Torre|rosso pietro vecchio franca nuovo alto bianco lungo",
        regions="MI RM (TO) NA Toscana",
        street=("Via S, N", "Via S N", "Viale S N/A", "Piazza S, N", "Corso S N", "Largo S N, int. N"),
        words="Garibaldi Roma Mazzini Dante Manzoni Verdi Marconi Libertà Cavour Pascoli",
        postcode=("#####",),
        lines=("Z C R", "Z C", "Z C/L", "Z - C (R)"),
    ),
    Culture(
        language="nl",
        country="Nederland",
        given="Sanne Daan Femke Jeroen Marieke Thijs Anouk Bram Lotte Wouter Fleur Sjoerd Noor",
        heads="!de_Vries !van_den_Berg !Jansen !van_Dijk !Bakker Hoog Kuip Water Brou Meij Slag Zand",
        tails="ers man stra laar veld mans huis ema kamp",
        towns="Oost West Nieuw Zand Wage Hoog Ber Alk|dam dijk hoven veen wijk kerk um sluis maar",
        regions="Utrecht Drenthe Zeeland",
        street=("§straat N", "§laan N-II", "§weg N", "§gracht Na", "§plein N", "§kade N bis"),
        words="Kerk Molen Dorps Linden Beatrix Juliana Prinsen Haven Nassau Tulpen Schoal",
        postcode=("#### @@", "####@@"),
        lines=("Z C", "Z C/L", "Z  C"),
    ),
    Culture(
        language="pt",
        country="Brasil",
        given="João Beatriz Thiago Larissa Marcelo Inês Rafaela Vinícius Conceição Otávio Raquel Nuno",
        heads="!Silva !Oliveira !dos_Santos !Souza Mor Per Cas Mat Car Nog Fig Ram",
        tails="eira alho anco inho ques elo oso tos ado",
        towns="São_ Santa_ Porto_ Nova_ Ribeirão_ Campo_|Clara Bento Alegre Esperança Bonito Grande Verde",
        regions="SP RJ MG Bahia PR",
        street=("Rua S, N", "Av. S, N - apto N", "Rua S, N, Bairro S", "Travessa S nº N", "Alameda S, N, bloco @"),
        words="Flores Aurora Bandeirantes Palmeiras Ipiranga Laranjeiras Independência Sete_de_Abril Acácias",
        postcode=("#####-###", "####-###", "CEP #####-###"),
        lines=("C - R, Z", "Z C", "C/R/Z", "C, R/CEP Z", "Z C/L"),
    ),
    Culture(
        language="pl",
        country="Polska",
        given="Agnieszka Piotr Małgorzata Krzysztof Zofia Łukasz Ewa Wojciech Jadwiga Mateusz Halina Paweł",
        heads="!Nowak !Wójcik !Kowalczyk Kowal Wiśn Zieli Jab Dąb Maj Szym Lewand Grab",
        tails="ski ska ewski owska czyk iński ak",
        towns="Nowy_ Stary_ Biała_ Zielona_ Wielkie_ Kamienna_|Dwór Sącz Góra Wola Młyn Las",
        regions="mazowieckie śląskie",
        street=("ul. §a N/N", "ul. S N m. N", "al. S N", "os. S N/N", "pl. S N"),
        words="Długa Polna Leśna Krótka Mickiewicz Słoneczna Kwiatowa Lipowa Szkolna Niepodległości",
        postcode=("##-###",),
        lines=("Z C", "Z C/L"),
    ),
    Culture(
        language="sv",
        country="Sverige",
        given="Astrid Lars Ingrid Björn Freja Mikkel Søren Linnea Eirik Sigrid Åse Øyvind Aino Jukka",
        heads="!Hansen !Lindqvist !Virtanen !Sørensen Berg Lund Sand Hag Ny Öst Nord Ek Holm",
        tails="ström gren qvist berg dahl sen sson lund näs",
        towns="Lin Ny Öster Väster Sunds Kal Norr Hall|köping hamn ås vik borg berg vall stad mar",
        regions="Skåne Uppland",
        street=("§gatan N", "§gatan N B", "§vägen N, lgh N", "§gade N, 2. tv.", "§veien N", "§katu N A N"),
        words="Stor Kungs Drottning Skogs Björk Sol Havne Kirke Nørre Mäster",
        postcode=("### ##", "####", "#####", "SE-### ##"),
        lines=("Z C", "Z C/L"),
    ),
    Culture(
        language="en",
        country="India",
        given="Ananya Rohan Priya Vikram Lakshmi Arjun Deepika Sanjay Meera Harpreet Farhan Zoya Senthil Kavitha Debashis",
        heads="!Sharma !Iyer !Reddy !Singh !Kaur !Banerjee !Khan Sub Venk Rama Kris Chat Desh Pil Nara",
        tails="murthy anathan swamy rajan pande mukh erjee an dev aswamy",
        towns="Raja Vijaya Shiva Rama Krishna Hydar Jam|nagar pur puram ganj abad patnam palli garh",
        regions="Karnataka Kerala Maharashtra Punjab UP",
        street=(
            "Flat N, S Apartments, S Road",
            "No. N, Nth Cross, S Layout",
            "Plot N, Sector N",
            "H.No. N-N/N, S Colony",
            "N/N, S Nagar Main Rd",
            "Door No N, S Street, Near S Temple",
        ),
        words="Gandhi Lotus Lake_View Brigade Laxmi Ashok Temple Nehru Green_Park Sai Jubilee",
        postcode=("######", "### ###", "######"),
        lines=("C - Z", "C Z", "C, R - Z", "C, R Z, L", "C/R/PIN: Z"),
    ),
    Culture(
        language="en",
        country="China",
        given="Wei Jing Xiaoming Li-Hua Jun Mei Zhiyuan Yanling Hao Xiu Qiang Ruolan Bowen",
        heads="!Wang !Li !Zhang !Chen !Liu !Zhao !Huang !Zhou !Xu !Sun !Lin !Guo",
        tails="",
        towns="Lin Qing Bao Hang Xin Jin Tai Wen|zhou an ning hai shan cheng jiang",
        regions="Guangdong Zhejiang Sichuan",
        street=("No. N, S Road", "Room N, Building N, N S Rd", "N/F, S Tower, N S Street", "N S Lu, S District"),
        words="Renmin Zhongshan Jianguo Nanjing Huaihai Fuxing Chang'an Wenhua",
        postcode=("######",),
        lines=("C, R Z", "C Z/L", "Z C", "C, L"),
        family_first=True,
    ),
    Culture(
        language="ja",
        country="Japan",
        given="Haruto Yui Kenji Sakura Takumi Aoi Naoko Ren Hiroshi Ayaka Daisuke",
        heads="!Sato !Suzuki Yama Ta Naka Kawa Fuji Mori Ishi Oka Matsu Kuro",
        tails="moto mura da saki shima guchi no ta zawa",
        towns="Naka Yoko Mina Kita Nishi Hama|hara suka shima mi gawa matsu yama",
        regions="Hokkaido Osaka-fu Aichi",
        street=("N-N-N S", "N-chome N-N, S", "S Mansion N, N-N S-cho", "N-N S, S-ku"),
        words="Sakura Honcho Midori Asahi Chuo Minato Kojimachi Hibiya",
        postcode=("###-####", "〒###-####"),
        lines=("C, R Z", "C-shi, R/Z", "C Z, L"),
    ),
    Culture(
        language="ar",
        country="UAE",
        given="Ahmed Fatima Yusuf Layla Omar Noura Khalid Mariam Hassan Salma Tariq Amal Ibrahim",
        heads="!Al-Rashid !Haddad !Mansour !El-Sayed !Al_Farsi !Khoury !Bensalem !Abdullah Al- El- Ben Abu_",
        tails="Hamadi Najjar Sabah Karim Masri Zaidi Harbi Tamimi",
        towns="Al_ Umm_ Ras_ Jebel_ Wadi_|Khair Salam Barsha Nour Qasr Ayn",
        regions="Dubai Giza Riyadh_Province",
        street=("Villa N, S Street", "Building N, S St., Flat N", "P.O. Box N, S Road", "N S Street, Nth Floor"),
        words="Al_Wasl Corniche King_Fahd Nile Sheikh_Zayed Tahrir Jasmine Palm",
        postcode=("#####", "P.O. Box #####"),
        lines=("C", "C, R", "C Z/L", "C, L"),
    ),
    Culture(
        language="en",
        country="Nigeria",
        given="Chinedu Ngozi Adebayo Folake Kwame Ama Tunde Amina Sipho Thandiwe Wanjiru Kofi Zanele",
        heads="!Mensah !Dlamini !Mwangi Ade Olu Oko Nwa Chi Ndi Eze Aki Bala",
        tails="yemi wole nkwo kwu ma tola ugo mide obi sanya",
        towns="Iba Abe Oni Eko Kum Naku Mbo|dan okuta tsha ru asi mbara le",
        regions="Lagos_State Ashanti Gauteng",
        street=("N S Street", "Plot N, S Close", "Block N, S Estate", "N S Crescent, Off S Road", "Stand N, S Drive"),
        words="Adeola Independence Liberation Broad Mandela Marina Unity Palm Airport",
        postcode=("######", "####", "GA-###-####"),
        lines=("C", "C, R", "C, R Z", "C Z/L"),
    ),
    Culture(
        language="ru",
        country="Россия",
        given="Дмитрий Ольга Сергей Татьяна Алексей Наталья Иван Светлана Андрій Оксана Georgi Elena",
        heads="!Иванов !Петрова !Шевченко Кузне Волко Соло Морозо Лебеде Зай Ковал",
        tails="цов ва вьёв ва в цева енко",
        towns="Ново Красно Бело Верхне Усть-|горск град реченск озёрск поль",
        regions="Московская_область",
        street=("ул. S, д. N, кв. N", "пр. S N", "пер. S, N", "б-р S, дом N, корп. N"),
        words="Ленина Садовая Мира Победы Лесная Гагарина Школьная",
        postcode=("######",),
        lines=("Z, C", "г. C, Z", "Z C/L"),
    ),
    Culture(
        language="tr",
        country="Türkiye",
        given="Ayşe Mehmet Elif Mustafa Zeynep Emre Gülşen Burak Özlem Hakan",
        heads="!Yılmaz !Demir !Şahin Kara Ak Öz Yıl Taş Gün",
        tails="türk oğlu kaya soy maz han doğan",
        towns="Ak Kara Yeni Eski Kız|hisar şehir pınar köy tepe",
        regions="İzmir Konya",
        street=("S Mah. S Cad. No: N D: N", "S Sokak No:N/N", "S Caddesi N, Kat N"),
        words="Atatürk Cumhuriyet Çiçek Gül İnönü Lale Zafer",
        postcode=("#####",),
        lines=("Z C/R", "Z C", "C Z/L"),
    ),
    Culture(
        language="vi",
        country="Vietnam",
        given="Minh Linh Thanh Hương Tuấn Ngọc Phúc Mai Đức Lan",
        heads="!Nguyễn !Trần !Lê !Phạm !Hoàng !Võ !Đặng !Nguyễn_Văn !Trần_Thị",
        tails="",
        towns="Hà Long Vĩnh Đà Nam Tân|_Giang _Xuyên _Bình _Phú _Sơn",
        regions="Quảng_Nam",
        street=("Số N, đường S", "N/N S, Phường N, Quận N", "Tầng N, tòa nhà S, N S"),
        words="Hoa_Lan Lê_Lợi Hai_Bà_Trưng Trần_Phú Điện_Biên Hòa_Bình",
        postcode=("######", "#####"),
        lines=("C", "C Z", "C, L"),
        family_first=True,
    ),
)
