# ruff: noqa: RUF001 - passwords are labeled in many alphabets
"""Table of what is and what is no password."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import PASSWORD, github_token, values

FOUND = [
    ("code", f'password = "{PASSWORD}"'),
    ("code, single quotes", f"db_passwd='{PASSWORD}'"),
    ("code, annotated", f'password: str = "{PASSWORD}"'),
    ("code, compared", f'if password == "{PASSWORD}":'),
    ("code, default", f'password = os.environ.get("PASSWORD") or "{PASSWORD}"'),
    ("code, constant", f"define( 'DB_PASSWORD' , '{PASSWORD}' );"),
    ("code, macro", f'#define password "{PASSWORD}"'),
    ("code, Kotlin", f'val password: String = "{PASSWORD}"'),
    ("code, Go", f'dbPassword := "{PASSWORD}"'),
    ("call", f'connect(user="jane", password="{PASSWORD}")'),
    ("call, option", f'easy_setopt(curl, CURLOPT_PASSWORD, "{PASSWORD}");'),
    ("PowerShell", f'ConvertTo-SecureString "{PASSWORD}" -AsPlainText'),
    ("JSON", f'{{"password": "{PASSWORD}"}}'),
    ("JSON in a string", f'"{{\\"password\\": \\"{PASSWORD}\\"}}"'),
    ("camel case", f'dbPassword: "{PASSWORD}"'),
    (".env", f"DB_PASSWORD={PASSWORD}\nDEBUG=1"),
    (".env, short name", f"MYSQL_PASS: {PASSWORD}"),
    ("properties", f"spring.datasource.password={PASSWORD}"),
    ("YAML", f"  password: {PASSWORD}\n"),
    ("command line", f"mysql --user=jane --password={PASSWORD}"),
    ("command line, space", f"login --password {PASSWORD} now"),
    ("short name", f"user:jane pass:{PASSWORD}"),
    ("short name, other order", f"PW:{PASSWORD} ID:jane"),
    ("misspelled", f"PASWRD:={PASSWORD}"),
    ("pair", f"ID/Password=jane/{PASSWORD}"),
    ("pair, credentials", f"credentials: jane / {PASSWORD}"),
    ("markup", f"<password>{PASSWORD}</password>"),
    ("markup, attribute", f'<user name="jane" password="{PASSWORD}"/>'),
    ("SQL", f"CREATE USER jane IDENTIFIED BY '{PASSWORD}'"),
    ("SQL, PostgreSQL", f"ALTER ROLE jane WITH LOGIN PASSWORD '{PASSWORD}';"),
    ("SQL, without quotes", f"CREATE USER jane IDENTIFIED BY {PASSWORD};"),
    ("sentence", f"The password for the test server is {PASSWORD}."),
    ("sentence, quoted", f'her password is "{PASSWORD}"'),
    ("sentence, typographic quotes", f"my password is “{PASSWORD}”."),
    ("sentence, reset", f"Your password has been reset to {PASSWORD}"),
    ("sentence, first person", f"my password is {PASSWORD} and it does not work"),
    ("sentence, other order", f"please use {PASSWORD} as the password"),
    ("sentence, other order, is", f"{PASSWORD} is my new password"),
    ("sentence, colon", f"Here is your temporary password: {PASSWORD}. Change it soon."),
    ("beside it", f"log in as jane with password {PASSWORD} today"),
    ("beside it, in brackets", f"her account (password {PASSWORD}) is locked"),
    ("beside it, lower case", "it is protected by the password " + PASSWORD),
    ("beside it, before another", f"we changed your password from {PASSWORD} to something better"),
    ("dash", f"Password - {PASSWORD}"),
    ("plural", f"Passwords: {PASSWORD}"),
    ("label of several words", f"Password for the account: {PASSWORD}"),
    ("label of several words, relative clause", f"the password you requested: {PASSWORD}"),
    ("behind a sentence about a login", f"her login is jane and her password is {PASSWORD}"),
    ("next line", f"Password\n{PASSWORD}\n"),
    ("remark", f"Password (temporary): {PASSWORD}"),
    ("Markdown", f"- **Password:** `{PASSWORD}`"),
    ("Markdown, bold", f"**Password**: **{PASSWORD}**"),
    ("property", f'<property name="password" value="{PASSWORD}"/>'),
    ("entry", f'<entry key="db.password">{PASSWORD}</entry>'),
    ("command line, longer option", f"curl --tlspassword {PASSWORD} https://host.internal"),
    ("dots", f"Password......: {PASSWORD}"),
    ("property list", f"<key>Password</key>\n<string>{PASSWORD}</string>"),
    ("markup, short name", f"<pwd>{PASSWORD}</pwd>"),
    ("markup, encoded", f'<Pass encoding="base64">{PASSWORD}</Pass>'),
    ("passphrase within a name", f'"keyPassphrase": "{PASSWORD}"'),
    ("Terraform", f'variable "db_password" {{\n  type = string\n  default = "{PASSWORD}"\n}}'),
    ("code to join a wireless network", f"WIFI:T:WPA;S:home;P:{PASSWORD};;"),
    ("wireless network's file", f'network={{\n ssid="home"\n psk="{PASSWORD}"\n}}'),
    ("leaked list", f"jane@example.com:{PASSWORD}\n"),
    ("leaked list, bars", f"jane@example.com | {PASSWORD}"),
    ("list below", f"passwords:\n  - {PASSWORD}\n"),
    ("line below", f"e-mail: none\npassword:\n  {PASSWORD}\n"),
    ("cells of markup", f"<tr><td>Password</td><td>{PASSWORD}</td></tr>"),
    ("sentence, past", f"My password used to be {PASSWORD} but I changed it"),
    ("sentence, for a machine", f"SSH password for 10.1.2.3: {PASSWORD}"),
    ("pair, short", f"creds: jane/{PASSWORD}"),
    ("rule", f"LDAP password   ----   {PASSWORD}"),
    ("short name, beside it", f"the wifi pw {PASSWORD} works"),
    ("pair, login", f"login: jane / {PASSWORD}"),
    ("pair, login for something", f"login for staging is deploy / {PASSWORD}"),
    ("table", f"name,password\njane,{PASSWORD}\n"),
    ("table, Markdown", f"| user | password |\n|---|---|\n| jane | {PASSWORD} |\n"),
    ("Wi-Fi", f"WLAN-Schlüssel: {PASSWORD}"),
    ("Wi-Fi, key", f"Wi-Fi key: {PASSWORD}"),
    ("German", f"Das Passwort lautet {PASSWORD}"),
    ("German, form", f"KENNWORT: {PASSWORD}"),
    ("French", f"mot de passe : {PASSWORD}"),
    ("French, short", f"mdp : {PASSWORD}"),
    ("Spanish", f"CONTRASEÑA: {PASSWORD}"),
    ("Portuguese", f"Senha: {PASSWORD}"),
    ("Dutch", f"wachtwoord: {PASSWORD}"),
    ("Polish", f"Hasło: {PASSWORD}"),
    ("Russian", f"ПАРОЛЬ: {PASSWORD}"),
    ("Chinese", f"密码是{PASSWORD}"),
    ("Chinese, full-width colon", f"密码：{PASSWORD}"),
    ("Japanese", f"パスワードは{PASSWORD}です"),
    ("Korean", f"비밀번호: {PASSWORD}"),
    ("Turkish", f"Şifre: {PASSWORD}"),
    ("Greek", f"Κωδικός πρόσβασης: {PASSWORD}"),
]

PLAIN_WORDS = [
    ("form", "Password: sunshine\n"),
    ("form, indented", "  User: jane\n  Password: sunshine"),
    ("form, short label", "Pass: sunshine"),
    ("JSON", '"password": "sunshine"'),
    ("INI", "[smtp]\npassword=sunshine\n"),
    ("sentence, quoted", "the password is 'sunshine'"),
    ("table", "user;password\njane;sunshine\n"),
    ("German", "Passwort: sunshine"),
]

NOT_FOUND = [
    ("annotation", "def login(user: str, password: str = None) -> bool:"),
    ("annotation, at the end", "password: string"),
    ("annotation, optional", "password: Optional[str]"),
    ("annotation, type of its own", "password: SecretStr\n"),
    ("call", 'password = getpass.getpass("Password: ")'),
    ("attribute", "user.password = self.form.password2"),
    ("environment", 'password=os.environ["DB_PASSWORD1"]'),
    ("environment, JavaScript", "password: process.env.PASSWORD1,"),
    ("variable", "DB_PASSWORD=${DB_PASSWORD_1}"),
    ("variable in code", "password: hashedPassword,"),
    ("variable in code, at the end", "  password: hashed\n}"),
    ("shell variable", 'mysql --password="$PASS1" --password $PASS1'),
    ("template", "password='{{ db_password1 }}'"),
    ("format", 'password="%s1" % value'),
    ("angle brackets", "password: <your-password-1>"),
    ("mask", '"password": "********"'),
    ("mask, letters", "password: xxxxxxxx"),
    ("change me", "password = 'changeme1'"),
    ("example", "password: my_example_password1"),
    ("null", "password: null"),
    ("empty", "password:\nhost: db1.example.com\n"),
    ("label of a form", '{"password": "Forgot your password?"}'),
    ("label of a form, one word", '"password": "Passwort"'),
    ("field of a form", "Password: required"),
    ("field of a form, rule", "Password: 8+ characters"),
    ("field of a form, question", "Password: forgot?"),
    ("hash of one", "password_hash = 'a8f5f167f44f4964e6c998dee827110c'"),
    ("length of one", "password_min_length: 12345678"),
    ("id of one", "credentialsId: 'ff083f76-7804-4ef1-80e4-fe975bb9141b'"),
    ("other name in code", "password=user_password1"),
    ("list of fields", 'fields = ["password", "is_staff1"]'),
    ("vault", "spring.datasource.password=ENC(G6N718UuyPE5bHyW)"),
    ("vault, address", "password: vault:secret/db#Pass1"),
    ("working directory", "PWD=/home/jane/Project1"),
    ("sentence", "The password is incorrect."),
    ("sentence, participle", "Your password was changed yesterday at 10:45."),
    ("sentence, rule", "A password is required to be at least 8 characters"),
    ("sentence, standard", "Password policy: ISO27001:2022"),
    ("sentence, question", "Did you forget your password? Call extension 4711."),
    ("sentence, manager", "We use a password manager since 2019."),
    ("sentence, other order", "Choose 12 characters as your password"),
    ("test report", "PASS: test_login_v2 pass: 12, fail: 3"),
    ("property without a value", '<property name="password" value=""/>'),
    ("property, reference", '<property name="password" value="${db.password1}"/>'),
    ("entry, reference", '<entry key="db.password">{{ password1 }}</entry>'),
    ("label of a field", '<label for="password">Required</label>'),
    ("rule below a heading", "Password\n--------\nChoose well."),
    ("boarding pass", "Boarding pass: LH1234x"),
    ("bus pass", "bus pass: $45.50"),
    ("filter", "low-pass: 120Hz4"),
    ("Terraform, no default", 'variable "db_password" {\n  type = string\n}'),
    ("Terraform, other variable", 'variable "region7" {\n  default = "Eu-west7"\n}'),
    ("markup, encoded but empty", '<Pass encoding="base64"></Pass>'),
    ("open wireless network", "WIFI:T:nopass;S:home7;;"),
    ("wireless network's name", 'network={\n ssid="Home7!x"\n}'),
    ("property list, other key", "<key>PasswordPolicy</key>\n<string>Strict7!x</string>"),
    ("host and port", "jane@example.com:8080"),
    ("repository", "git@example.com:jane/Blue7.git"),
    ("addresses", "jane@example.com;joe@example.com"),
    ("address in a sentence", "Write to jane@example.com: Room7b is free."),
    ("selector", 'this.addPassword = "#add-password";'),
    ("route", "put '/forgot-password' => \"site/passwords#update\""),
    ("concatenation", "echo 'password = '.$p['config']['Daemon7'];"),
    ("label in minified code", 'passwordLabel:"Password:",rememberMeLabel:"Remember me:"'),
    ("line below, of a schema", "password:\n  type: string\n"),
    ("cells of markup, rule", "<td>Password</td><td>required</td>"),
    ("dots in a sentence", "Forgot your password... see page 12: help"),
    ("short name, a word", "the pw reset is slow"),
    ("login page", "login: see the page of your team"),
    ("passport", "passport: X1234567y!"),
    ("passenger", 'passengers: ["quickBrown7", "lazyDog8"]'),
    ("form in markup", '<input type="password" placeholder="Password1!">'),
    ("SQL, column", "password VARCHAR(255) NOT NULL"),
    ("SQL, parameter", "WHERE password = :password1"),
    ("grant type", '"grant_type": "password", "scope": "read"'),
    ("documentation", "Set `password` to a value of your choice, see RFC2617."),
    ("passing", "Pass the value2 to the function f1."),
    ("table of another thing", "password policy,minimum\nadmins,Length14\n"),
    ("Spanish, key", "La clave es estudiar mucho."),
    ("German, sentence", "Das Passwort ist falsch."),
    ("Chinese, sentence", "密码错误，请重试"),
    ("Italian, keyword", "parola chiave: ambiente"),
    ("algorithm", "hash the password with sha256 and store it"),
    ("documentation, markup", ":type password: :py:data:`bytes1`"),
    ("rest of code", 'input("max length of your password: ").strip()'),
    ("path", "password: /etc/secrets/db1"),
    ("path, Windows", r"password_file=C:\secrets\db1.txt"),
    ("address", '"password": "https://example.com/reset1"'),
    ("enum", "PASSWORD = PASSWORD_V2"),
    ("test name", "def test_password_is_stored_as_sha256(): ..."),
    ("policy in a sentence", "Passwords are changed every 90 days and kept in the vault."),
    ("request for a link", "Please send me a password reset link."),
    ("message of a form", "Password must have at least 12 characters and one digit."),
    ("prompt of a shell", "[sudo] password for jane:"),
    ("field of a model", "password = models.CharField(max_length=128)"),
    ("label and buttons", "Password\nShow\nForgot your password?"),
    ("environment", "password: process.env.DB_PASSWORD,"),
    ("encrypted in YAML", "password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256"),
    ("argument with its type", "def login(user: str, password: str) -> bool:"),
    ("variable of Terraform", "password = var.db_password"),
    ("value of a chart", "password: {{ .Values.db.password }}"),
    ("names in code", "PasswordField, PasswordInput, PasswordHasher"),
]


@pytest.mark.parametrize("text", [case[1] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_password(text: str):
    assert values(text, Entity.PASSWORD) == [PASSWORD]


@pytest.mark.parametrize("text", [case[1] for case in PLAIN_WORDS], ids=[case[0] for case in PLAIN_WORDS])
def test_finds_plain_word_where_only_a_password_stands(text: str):
    assert values(text, Entity.PASSWORD) == ["sunshine"]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_password(text: str):
    assert values(text, Entity.PASSWORD) == []


def test_key_that_is_assigned_to_a_password_is_reported_once_as_the_key():
    token = github_token()
    text = f"password={token}"
    assert values(text, Entity.SECRET) == [token]
    assert values(text, Entity.PASSWORD) == []


@pytest.mark.parametrize(
    "value", ["k#1cHxr9$P", "_3Zhj8BeZ(", "Green,Tea;2023", "Tr0ub4dor&3", "y2O@*0Gi!C", "P@ssw0rd123"]
)
def test_value_of_a_form_is_taken_whole(value: str):
    assert values(f"Name: Jane Doe\nPassword: {value}\nCity: Springfield\n", Entity.PASSWORD) == [value]


def test_link_with_a_password_is_one_finding_of_its_own():
    link = f"https://example.com/?pwd={PASSWORD}&next=home"
    assert values(f"see {link} there", Entity.URL) == [link]
    assert values(f"see {link} there", Entity.PASSWORD) == []
