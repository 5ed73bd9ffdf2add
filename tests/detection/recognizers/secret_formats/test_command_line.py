"""Credentials that command lines give to programs. All of them are made up."""

from __future__ import annotations

from tests.detection.recognizers.secret_formats.scanning import Found, finding, finding_nothing, hexadecimal
from tests.detection.samples import random_text

TOKEN = random_text(40)
LOGIN = "jane:Blue7" + "Horse"
PASSWORD = "Blue7" + "Horse!"


def _given(command: str) -> Found:
    return command, command.replace("[password]", PASSWORD), ("command_credential", PASSWORD)


FOUND = [
    ("sshpass", f"sshpass -p {LOGIN[5:]} ssh jane@host", ("command_credential", LOGIN[5:])),
    ("MySQL", f"mysql -u root -p'{LOGIN[5:]}' shop", ("command_credential", LOGIN[5:])),
    ("Docker", f"docker login -u ci -p {LOGIN[5:]} registry.internal", ("command_credential", LOGIN[5:])),
    ("Azure", f"az login --service-principal -u 4711 -p '{LOGIN[5:]}'", ("command_credential", LOGIN[5:])),
    ("Redis", f"redis-cli -h cache -a {LOGIN[5:]} ping", ("command_credential", LOGIN[5:])),
    ("MongoDB", f"mongosh -u root -p {LOGIN[5:]} shop", ("command_credential", LOGIN[5:])),
    ("Windows' share", rf"net use Z: \\fs\x /user:corp\jane {LOGIN[5:]}", ("command_credential", LOGIN[5:])),
    ("login with a token", f"wandb login {hexadecimal(40)}", ("command_credential", hexadecimal(40))),
    ("login with a token, option", f"vault login -token={TOKEN}", ("command_credential", TOKEN)),
    ("e-mail address as user", f"curl -u jane@x.internal:{TOKEN}", ("command_credential", f"jane@x.internal:{TOKEN}")),
    ("curl", f"curl -u {LOGIN} https://host.internal", ("command_credential", LOGIN)),
    (
        "curl, quoted",
        "curl -sk --user 'jane:Blue7" + "Horse' https://x",
        ("command_credential", "jane:Blue7" + "Horse"),
    ),
    ("curl over lines", f"curl https://x \\\n  -u {LOGIN}", ("command_credential", LOGIN)),
    ("curl, key as user", f"curl -u {TOKEN}: https://x", ("command_credential", f"{TOKEN}:")),
    (
        "libcurl",
        f'curl_easy_setopt(curl, CURLOPT_USERPWD, "{LOGIN}");',
        ("command_credential", LOGIN),
    ),
    *map(
        _given,
        (
            "curl --tlspassword [password] https://host.internal",
            "PSEXEC.EXE \\\\host -u jane -p [password] cmd",
            "sqlcmd -S db -U sa -P [password] -Q 'select 1'",
            "mosquitto_pub -h broker -u jane -P [password] -t home",
            "ldapsearch -x -D cn=admin,dc=shop -w [password] -b dc=shop",
            "rabbitmqctl add_user jane [password]",
            "htpasswd -b .htpasswd jane [password]",
            "zip -P [password] out.zip in",
            "keytool -genkey -alias x -storepass [password]",
            "openssl enc -aes-256-cbc -k [password] -in x",
            "snmpwalk -v3 -u jane -A [password] host",
            "psexec \\\\host -u shop\\jane -p [password] cmd.exe",
            "evil-winrm -i 10.0.0.1 -u jane -p '[password]'",
            "xfreerdp /u:jane /p:[password] /v:10.0.0.5",
            "smbclient //fs/share -U jane%[password]",
            "lftp -u jane,[password] ftp.internal",
            "net user jane [password] /add",
            "echo '[password]' | sudo -S apt update",
            "echo [password] | docker login -u jane --password-stdin",
        ),
    ),
]

NOT_FOUND = [
    ("curl, placeholders", "curl -u username:password https://x"),
    ("curl, variables", 'curl -u "${USER}:${PASS}" https://x'),
    ("curl, template", "curl -u <user:password> https://test.com/endpoint"),
    ("curl, same twice", "curl -i -u 'test:test'"),
    ("curl, no password", "curl --user jane@host.internal https://x"),
    ("curl, call", 'curl --user "$(cat ./login.txt):$(cat ./password.txt)"'),
    ("sshpass, variable", "sshpass -p $PASS ssh jane@host"),
    ("Docker, variable", "docker login -u ci -p $PASS registry.internal"),
    ("Docker, port", "docker run -p 8080:80 web"),
    ("Docker asks", "docker login -u ci -p"),
    ("Redis, variable", 'redis-cli -h cache -a "$PASS" ping'),
    ("MongoDB asks", "mongosh -u root -p --quiet"),
    ("Windows' share asks", r"net use Z: \\fs\x"),
    ("login without a token", "wandb login --relogin"),
    ("login, words", "vault login -method=userpass-with-a-long-name"),
    ("MySQL asks", "mysql -u root -p shop"),
    ("MySQL, port", "mysql -u root -P 3306 shop"),
    ("upload", "curl --upload-file out.txt https://host:8080/a"),
    ("curl, no value", "curl --tlspassword https://host.internal"),
    ("PsExec asks", "psexec \\\\host7 -u jane cmd"),
    ("sqlcmd, variable", "sqlcmd -S db -U sa -P $SA_PASSWORD"),
    ("sqlcmd, trusted", "sqlcmd -S db -E -i script7.sql"),
    ("ldapsearch asks", "ldapsearch -x -W -b dc=shop1"),
    ("ldapsearch, placeholder", "ldapsearch -D cn=x -w <password> -b dc=shop"),
    ("keytool, variable", "keytool -list -storepass $STORE_PASS"),
    ("keytool, everybody's", "keytool -list -storepass changeit"),
    ("zip without", "zip -r out7.zip in7"),
    ("snmp by community", "snmpwalk -v2c -c public1 host7"),
    ("remote desktop asks", "xfreerdp /u:jane /v:10.0.0.5"),
    ("share, user alone", "smbclient //fs/share7 -U jane"),
    ("lists users", "net user jane /domain"),
    ("words", "net user growth slowed down in spring"),
    ("asks", "net user jane *"),
    ("echo", "echo 'Horse7!' | grep x"),
    ("echo, variable", 'echo "$PASSWORD" | docker login -u jane --password-stdin'),
    ("echo, template", "echo ${{ secrets.PASSWORD }} | docker login -u jane --password-stdin"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
