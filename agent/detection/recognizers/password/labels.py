# ruff: noqa: RUF001 - words in their own alphabets
"""What passwords are called, in the languages people fill in forms in.

`LONG` stands for nothing but a password, and may end a longer name ("db_password", "smtpPasswort"); `SHORT` has other
meanings, too, so that it must stand alone and its value must look like a password. `CJK` words take their value without
a space between. All of them are RE2 over UTF-8, to be read with `(?i)`.
"""

from __future__ import annotations

from agent.detection.labeled_values import folded

__all__ = ["CJK", "LONG", "SHORT", "SUPPORTING"]

_LONG_WORDS = folded(
    # "password" and what fingers make of it: passwd, pswd, pasword, psword, passwrd, password
    r"p(?:a?ss?w(?:or|o|r)?s?d)",
    r"pass[ _-](?:word|phrase|code)",
    "passphrase",
    "passcode",
    "passwort",
    "kennwort",
    "mot[ _-]?de[ _-]?passe",
    "contraseña",
    "contrasena",
    "clave[ _]de[ _]acceso",
    "senha",
    "wachtwoord",
    "hasło",
    "haslo",
    "парол(?:ь|я)",
    "lösenord",
    "losenord",
    "salasana",
    "heslo",
    "jelszó",
    "jelszo",
    "adgangskode",
    "passord",
    "kodeord",
    "lozinka",
    "geslo",
    "şifre",
    "sifre",
    "parolă",
    "κωδικ(?:ό|ο)(?:ς|σ) πρόσβασης",
    "mật khẩu",
    "kata[ _]sandi",
    "סיסמ(?:ה|א)",
    "كلمة (?:المرور|السر)",
    "รหัสผ่าน",
    "पासवर्ड",
    r"(?:wi-?fi|wlan|wpa[23]?(?:-?psk)?|wireless|network(?: security)?)[ _-]?(?:key|psk|schlüssel|pass|pw)",
    "clé (?:wi-?fi|wpa)",
)
_SHORT_WORDS = folded("pass", "pwd", "psw", "pw", "pword", "mdp", "clave", "parola", "pssw", "secret (?:word|phrase)")
_CJK_WORDS = ("密码", "密碼", "口令", "パスワード", "暗証番号", "비밀번호", "암호")

LONG = "(?:" + "|".join(_LONG_WORDS) + ")"
SHORT = "(?:" + "|".join(_SHORT_WORDS) + ")"
CJK = "(?:" + "|".join(_CJK_WORDS) + ")"

SUPPORTING = (
    *_LONG_WORDS,
    *(rf"{word}[0-9]{{0,2}}(?:[\"'*)\]]{{0,2}}\s?(?:[:=]|->)|$)" for word in _SHORT_WORDS),
    r"--?(?:pass|pwd|pw)\s",
    *_CJK_WORDS,
    # "dbPassword", "MYSQLPASS", "userpwd": a word of its own would have been found above.
    r"[a-z0-9]*(?:password|passwort|passwd|pwd|pass[\"']?\s?[:=])",
    "[a-z0-9]*passphrase",
    "pass encoding",
    r"identified (?:with|by)",
    "convertto-securestring",
    r"cred(?:ential)?s?[ :=]",
    r"log[ -]?in(?: (?:with|as|details|for)|\s?[:=])",
)
"""What must be near for a value to be looked at, and what columns of passwords are called."""
