"""What markings say, in the languages of Europe and East Asia.

Lower-case regular expressions without escapes, so that they can be written in capitals, too. `PHRASES` say so much that
their place on a line is enough; a single word (`WORDS`) is in everyday use as well and must begin with a capital; words
of `CAPITALS` must be written in capitals.
"""

__all__ = ["CAPITALS", "IDEOGRAPHS", "PHRASES", "WORDS"]

PHRASES = (
    # English
    "(?:strictly|highly|most|company|client|customer|commercially|business) confidential",
    "(?:strictly )?(?:private|proprietary|privileged)(?:,)? (?:and|&) confidential(?: information)?",
    "confidential (?:and|&) (?:proprietary|privileged)(?: information)?",
    "(?:commercial|commercially|company|business)[ -]in[ -]confidence",
    "company[ -]confidential",
    "confidential[ /-]{1,3}(?:internal|do not (?:distribute|share|forward)|not for distribution|need to know)",
    "(?:attorney|lawyer|solicitor)[ -]client privileged?(?: communication)?(?: (?:and|&) confidential)?",
    "attorney work product",
    "(?:legally )?privileged (?:and|&) confidential",
    "(?:for )?(?:company |strictly |bank )?internal (?:use|distribution|circulation)(?: only)?",
    "internal only",
    "(?:for )?(?:employee|staff|management|board|recipient'?s?)[' ]{1,2}(?:use|eyes) only",
    "(?:on a )?need[ -]to[ -]know(?: basis)?(?: only)?",
    "not for (?:public |external |further |general )?(?:distribution|release|circulation|disclosure|publication)",
    "do not (?:copy or )?(?:distribute|forward|circulate|disclose)",
    "(?:for )?official use only",
    "law enforcement sensitive",
    "controlled unclassified information",
    "official[ -]{1,3}sensitive",
    "(?:nato|cosmic|eu|eu r|uk|us) (?:restricted|confidential|secret|top secret)",
    "restricted (?:data|distribution|circulation|access only)",
    # German
    "(?:streng|h\u00f6chst) (?:vertraulich|geheim)",
    "nur f(?:\u00fc|ue)r (?:den )?(?:internen |dienst|dienstlichen )gebrauch(?: bestimmt)?",
    "nur f(?:\u00fc|ue)r interne(?:n| zwecke| verwendung)(?: gebrauch)?",
    "nur zum internen gebrauch",
    "(?:nur )?intern(?:e verwendung|er gebrauch)",
    "nicht zur (?:weitergabe|ver\u00f6ffentlichung|verbreitung)(?: bestimmt)?",
    "vs[ -]{1,3}(?:nfd|vertraulich|nur f(?:\u00fc|ue)r den dienstgebrauch)",
    # French
    "(?:strictement|tr\u00e8s|hautement) confidentiel(?:le)?",
    "diffusion (?:restreinte|limit\u00e9e|interdite|interne)",
    "(?:\u00e0 |pour )?usage (?:strictement )?interne(?: uniquement| exclusif| seulement)?",
    "(?:confidentiel|secret|tr\u00e8s secret)[ -]d\u00e9fense",
    "ne pas (?:diffuser|divulguer|distribuer)",
    # Spanish, Portuguese, Italian
    "(?:estrictamente|altamente|muy) confidencial",
    "(?:para |solo para |s\u00f3lo para |de )?uso (?:exclusivo )?interno(?: exclusivo| exclusivamente| solamente)?",
    "difusi\u00f3n (?:limitada|restringida)",
    "no (?:distribuir|divulgar|difundir)",
    "(?:estritamente|altamente) confidencial",
    "(?:apenas |somente )para uso interno",
    "n\u00e3o (?:distribuir|divulgar)",
    "(?:strettamente|altamente) (?:riservato|confidenziale)",
    "(?:solo |esclusivamente )?(?:per |ad )uso interno",
    "non divulgare",
    # Dutch, Nordic, Slavic, Turkish
    "(?:strikt|zeer) vertrouwelijk",
    "(?:alleen |uitsluitend )?voor intern gebruik",
    "(?:endast |kun |bare )?f(?:\u00f6|o)r internt? (?:bruk|anv\u00e4ndning)",
    "kun til intern bru[gk]",
    "(?:strengt|str\u00e4ngt) (?:fortroligt?|f\u00f6rtroligt?|konfidentiellt?)",
    "vain sis\u00e4iseen k\u00e4ytt\u00f6\u00f6n",
    "(?:tylko )?do u\u017cytku wewn\u0119trznego",
    "\u015bci\u015ble (?:tajne|poufne)",
    "(?:pouze )?pro vnit\u0159n\u00ed pot\u0159ebu",
    "p\u0159\u00edsn\u011b d\u016fv\u011brn\u00e9",
    "szigor\u00faan (?:bizalmas|titkos)",
    "strict confiden\u021bial",
    "\u00e7ok gizli",
    "kuruma \u00f6zel",
    (
        "\u0441\u0442\u0440\u043e\u0433\u043e \u043a\u043e\u043d\u0444\u0438\u0434\u0435\u043d"
        "\u0446\u0438\u0430\u043b\u044c\u043d\u043e"
    ),
    (
        "\u0434\u043b\u044f (?:\u0441\u043b\u0443\u0436\u0435\u0431\u043d\u043e\u0433\u043e|\u0432"
        "\u043d\u0443\u0442\u0440\u0435\u043d\u043d\u0435\u0433\u043e) \u043f\u043e\u043b\u044c"
        "\u0437\u043e\u0432\u0430\u043d\u0438\u044f"
    ),
    "\u0441\u043e\u0432\u0435\u0440\u0448\u0435\u043d\u043d\u043e \u0441\u0435\u043a\u0440\u0435\u0442\u043d\u043e",
)

WORDS = (
    "confidential",
    "vertraulich",
    "confidentiel",
    "confidentielle",
    "confidencial",
    "riservato",
    "riservata",
    "confidenziale",
    "vertrouwelijk",
    "fortrolig",
    "fortroligt",
    "konfidentiellt",
    "konfidentiell",
    "luottamuksellinen",
    "poufne",
    "d\u016fv\u011brn\u00e9",
    "bizalmas",
    "confiden\u021bial",
    "gizli",
    "\u043a\u043e\u043d\u0444\u0438\u0434\u0435\u043d\u0446\u0438\u0430\u043b\u044c\u043d\u043e",
)

CAPITALS = (
    "internal",
    "restricted",
    "secret",
    "top secret",
    "proprietary",
    "cui",
    "fouo",
    "noforn",
    "geheim",
    "intern",
)

IDEOGRAPHS = (
    "\u673a\u5bc6",
    "\u7edd\u5bc6",
    "\u79d8\u5bc6",
    "\u5185\u90e8\u8d44\u6599",
    "\u5185\u90e8\u6587\u4ef6",
    "\u4ec5\u9650\u5185\u90e8\u4f7f\u7528",
    "\u6a5f\u5bc6",
    "\u6975\u79d8",
    "\u793e\u5916\u79d8",
    "\u90e8\u5916\u79d8",
    "\u5bfe\u5916\u79d8",
    "\ub300\uc678\ube44",
    "\uae30\ubc00",
)
