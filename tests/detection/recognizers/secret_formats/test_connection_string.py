"""Connection strings. Every key is put together here and opens nothing."""

from __future__ import annotations

from tests.detection.recognizers.secret_formats.scanning import BASE64, finding, finding_nothing
from tests.detection.samples import random_text

PASSWORD = "Blue7" + "Horse"
POSTGRES = f"postgresql://jane:{PASSWORD}@db.internal:5432/shop"
MONGO = f"mongodb+srv://jane:{PASSWORD}@cluster0.internal/?retryWrites=true"
REDIS = f"redis://:{PASSWORD}@cache.internal:6379/0"
ALCHEMY = f"postgresql+psycopg2://jane:{PASSWORD}@db.internal/shop"
ODD = f"amqp://jane:p#{PASSWORD}/@mq.internal"
MAIL = f"smtps://jane@shop.internal:{PASSWORD}@mail.internal:465"
JDBC = f"jdbc:mysql://db.internal:3306/shop?user=jane&password={PASSWORD}"
ORACLE = f"jdbc:oracle:thin:jane/{PASSWORD}@db.internal:1521:xe"
ADO = f"Server=db.internal;Database=shop;User Id=jane;Password={PASSWORD}"
ODBC = f"Driver={{SQL Server}};Server=db.internal;Uid=jane;Pwd={PASSWORD}"
LIBPQ = f"host=db.internal dbname=shop user=jane password={PASSWORD}"
BUS = "Endpoint=sb://x.internal/;SharedAccessKeyName=Root;SharedAccessKey=" + random_text(43, BASE64) + "="

FOUND = [
    ("PostgreSQL", f"DATABASE_URL={POSTGRES}\n", ("connection_string", POSTGRES)),
    ("MongoDB", f'mongoose.connect("{MONGO}")', ("connection_string", MONGO)),
    ("Redis, no user", f"url: {REDIS}", ("connection_string", REDIS)),
    ("SQLAlchemy", ALCHEMY, ("connection_string", ALCHEMY)),
    (
        "scheme of one's own",
        f"dbconnection://jane:{PASSWORD}@db",
        ("connection_string", f"dbconnection://jane:{PASSWORD}@db"),
    ),
    ("password not encoded", ODD, ("connection_string", ODD)),
    ("address for a user", MAIL, ("connection_string", MAIL)),
    ("end of a sentence", f"Use {POSTGRES}.", ("connection_string", POSTGRES)),
    ("JDBC", f'url="{JDBC}"', ("connection_string", JDBC)),
    ("JDBC, Oracle", ORACLE, ("connection_string", ORACLE)),
    ("ADO.NET", f'"Default": "{ADO};"', ("connection_string", f"{ADO}")),
    ("ODBC", ODBC, ("connection_string", ODBC)),
    ("libpq", LIBPQ, ("connection_string", LIBPQ)),
    ("service bus", BUS, ("connection_string", BUS)),
]

NOT_FOUND = [
    ("placeholder", "postgres://user:password@localhost/db"),
    ("template", "postgres://user:<password>@localhost/db"),
    ("variable", "postgres://jane:${DB_PASSWORD}@localhost/db"),
    ("same twice", "postgres://postgres:postgres@localhost:5432/postgres"),
    ("mask", "mongodb://jane:xxxxxxxx@localhost"),
    ("no password", "postgres://jane@db.internal/shop"),
    ("port", "redis://cache.internal:6379/0"),
    ("short word", "mysql://user:secret@host/db"),
    ("fields without a password", "Server=db.internal;Database=shop;Integrated Security=true"),
    ("field with a variable", "Server=db.internal;User Id=jane;Password=${DB_PASSWORD}"),
    ("field with a placeholder", "Server=x;Database=y;User Id=u;Password=your_password;"),
    ("JDBC without a password", "jdbc:mysql://db.internal:3306/shop?useSSL=false"),
    ("JDBC, template", "jdbc:mysql://db.internal:3306/shop?user=jane&password={password}"),
    ("record of a user", "user=jane password=" + PASSWORD),
    ("lines of a file", f"host=db.internal\nuser=jane\npassword={PASSWORD}"),
    ("repository", "ssh://git@github.example/shop.git"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
