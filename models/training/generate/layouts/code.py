"""Code of some length, configuration with and without secrets.

Names of people in comments are entities; names in code are not.
"""

from __future__ import annotations

__all__ = ["CODE_TEMPLATES", "CREDENTIAL_LINES", "CREDENTIAL_TEMPLATES"]

CODE_TEMPLATES = (
    '~~# Author: {person} <{email}>\n~~# Created: {date}\nimport json\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass [[Customer|Order|Invoice|Patient]]:\n    name: str\n    address: str\n    birth_date: str\n    total: float = 0.0\n\n\ndef load(path):\n    """Read all records of a file."""\n    with open(path) as file:\n        return [json.loads(line) for line in file]\n\n\ndef total_of(records, limit=[[10|100|250]]):\n    # TODO({first}): what about refunds?\n    return sum(record["total"] for record in records[:limit])\n',
    '/**\n * [[Copyright (c) {year} {company}|Computes the shipping rate.]]\n * @author {person}\n */\npublic class ShippingService {\n    private final Map<String, Double> rates = new HashMap<>();\n\n    public double rateFor(String country, double weight) {\n        if (weight <= 0) {\n            throw new IllegalArgumentException("weight");\n        }\n        // see ticket {id}\n        return rates.getOrDefault(country, 4.99) * Math.ceil(weight);\n    }\n}\n',
    "import React, { useState } from 'react';\n\nexport function AddressForm({ onSubmit }) {\n  const [city, setCity] = useState('');\n  const [zip, setZip] = useState('');\n  // {first}: validate the postcode\n  return (\n    <form onSubmit={() => onSubmit({ city, zip })}>\n      <input value={form.city} onChange={e => setCity(e.target.value)} />\n      <input value={form.zip} onChange={e => setZip(e.target.value)} />\n      <button>Save</button>\n    </form>\n  );\n}\n",
    "-- [[report for {team}|written by {first}]]\nSELECT c.last_name, c.city, SUM(o.total) AS revenue\nFROM customers c\nJOIN orders o ON o.customer_id = c.id\nWHERE o.created_at >= DATE '2024-01-01'\n  AND c.country <> 'US'\nGROUP BY c.last_name, c.city\nHAVING SUM(o.total) > 1000\nORDER BY revenue DESC\nLIMIT 50;\n",
    'package main\n\nimport (\n\t"fmt"\n\t"sync"\n)\n\n// Worker takes jobs until the channel is closed.\nfunc Worker(id int, jobs <-chan int, results chan<- int, wg *sync.WaitGroup) {\n\tdefer wg.Done()\n\tfor job := range jobs {\n\t\tfmt.Println("worker", id, "job", job)\n\t\tresults <- job * 2\n\t}\n}\n',
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: [[orders|billing|search]]\n  labels:\n    team: {team}\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: app\n          image: registry.example.com/orders:1.4.2\n          ports:\n            - containerPort: 8080\n          resources:\n            limits:\n              memory: 512Mi\n",
    "#include <stdio.h>\n#include <stdlib.h>\n\n/* binary search in a sorted array */\nstatic int find(const int *values, int count, int wanted)\n{\n    int low = 0, high = count - 1;\n    while (low <= high) {\n        int middle = low + (high - low) / 2;\n        if (values[middle] == wanted)\n            return middle;\n        if (values[middle] < wanted)\n            low = middle + 1;\n        else\n            high = middle - 1;\n    }\n    return -1;\n}\n",
    '#!/usr/bin/env bash\n# nightly backup, ask {first} ({team}) before changing\nset -euo pipefail\ntarget=/srv/backup/$(date +%F)\nmkdir -p "$target"\nfor name in orders customers invoices; do\n  pg_dump --table "$name" shop | gzip > "$target/$name.sql.gz"\ndone\nfind /srv/backup -mtime +30 -delete\n',
    'diff --git a/src/user.py b/src/user.py\nindex 3fa1..9bc2 100644\n--- a/src/user.py\n+++ b/src/user.py\n@@ -12,7 +12,9 @@ class User:\n     def full_name(self):\n-        return self.first + self.last\n+        if not self.last:\n+            return self.first\n+        return " ".join((self.first, self.last))\n',
    "use std::collections::HashMap;\n\npub struct Cache {\n    items: HashMap<String, u64>,\n    limit: usize,\n}\n\nimpl Cache {\n    pub fn get(&self, key: &str) -> Option<u64> {\n        self.items.get(key).copied()\n    }\n\n    // {first} found this leak on {date}\n    pub fn put(&mut self, key: String, value: u64) {\n        if self.items.len() >= self.limit {\n            self.items.clear();\n        }\n        self.items.insert(key, value);\n    }\n}\n",
    "class InvoicesController < ApplicationController\n  before_action :authenticate_user!\n\n  def index\n    @invoices = Invoice.where(customer: current_user).order(created_at: :desc)\n  end\n\n  def create\n    @invoice = Invoice.new(params.require(:invoice).permit(:amount, :due_on))\n    if @invoice.save\n      redirect_to @invoice\n    else\n      render :new\n    end\n  end\nend\n",
    'FROM python:3.12-slim\nLABEL maintainer="{person}"\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nEXPOSE 8000\nCMD ["uvicorn", "app:main", "--port", "8000"]\n',
    "[[Fix|Refactor]] this:\n\n```python\ndef average(values):\n    total = 0\n    for value in values:\n        total += value\n    return total / len(values)\n\n\nclass Stats:\n    def __init__(self, values):\n        self.values = sorted(values)\n\n    def median(self):\n        middle = len(self.values) // 2\n        return self.values[middle]\n```\n",
    'Traceback (most recent call last):\n  File "/app/main.py", line 41, in <module>\n    run(sys.argv)\n  File "/app/orders/service.py", line 88, in run\n    customer = repository.find(customer_id)\n  File "/app/orders/repository.py", line 23, in find\n    raise KeyError(customer_id)\nKeyError: \'[[None|C-0000]]\'\n',
    'def test_login_of_unknown_user(client):\n    # {first}: flaky on {day}\n    response = client.post("/login", json={"user": "nobody", "code": ""})\n    assert response.status_code == 401\n    assert response.json() == {"error": "unknown user"}\n\n\ndef test_logout_clears_session(client, session):\n    client.post("/logout")\n    assert session.get("user_id") is None\n',
    "<?php\nnamespace App\\Http;\n\nfinal class Cart\n{\n    /** @var array<string,int> */\n    private array $items = [];\n\n    public function add(string $sku, int $count = 1): void\n    {\n        $this->items[$sku] = ($this->items[$sku] ?? 0) + $count;\n    }\n\n    public function total(PriceList $prices): float\n    {\n        return array_sum(array_map(fn ($sku) => $prices->of($sku), array_keys($this->items)));\n    }\n}\n",
)
CREDENTIAL_LINES = (
    "[[DB|MYSQL|POSTGRES]]_PASSWORD={password}",
    "[[API|AUTH|SLACK|STRIPE]]_[[KEY|TOKEN]]={key}",
    'export [[GITHUB|NPM|CI]]_TOKEN="{key}"',
    "password: {password}",
    "  secret_key: '{key}'",
    '"client_secret": "{key}",',
    "user={handle}",
    "Authorization: Bearer {key}",
    "ssh {handle}@10.0.4.12 # pw {password}",
    "spring.datasource.password={password}",
    "aws_secret_access_key = {key}",
    "const token = '{key}';",
    "curl -u {handle}:{password} https://api.example.com/v1/orders",
    '$password = "{password}"',
    "{date} {clock} DEBUG login user={handle} password={password}",
    "LOG_LEVEL=debug",
    "PORT=8080",
    "# rotate before {date}",
    "redis://:{password}@cache.example.com:6379/0",
    'smtp_pass = "{password}"',
    "private_token: {key}",
    "x-api-key: {key}",
)
CREDENTIAL_TEMPLATES = (
    "# .env.[[production|staging]]\nDB_HOST=db.example.com\nDB_USER={handle}\nDB_PASSWORD={password}\nSECRET_KEY={key}\nDEBUG=false\n",
    "Hi {first},\n\nyour new account is ready.\n\nUsername: {handle}\nPassword: {password}\n\nPlease change it after your first login.\n{first}, IT",
    "Wi-Fi: Office-{city}\nPassword: {password}\nGuest: {password}\n\nAlarm code: 4711, ask {first}.",
    "[[Shared logins|Passwords]] ({team})\n\nService | User | Password\n--- | --- | ---\n{product} | {handle} | {password}\n{company} | {email} | {password}\n{bank} | {handle} | {password}\n",
    "[default]\naws_access_key_id = {key}\naws_secret_access_key = {key}\nregion = eu-central-1\n\n[backup]\naws_access_key_id = {key}\naws_secret_access_key = {key}\n",
    "{first}: what's the root password for the {city} server?\n{first}: {password}\n{first}: thanks. and the token?\n{first}: {key}",
    '{\n  "host": "db.example.com",\n  "user": "{handle}",\n  "password": "{password}",\n  "options": {"ssl": true},\n  "api_key": "{key}"\n}',
    "machine git.example.com\n  login {handle}\n  password {key}\nmachine api.example.com\n  login {handle}\n  password {password}\n",
    "# how to reach staging\n\n1. VPN as {handle} / {password}\n2. `psql postgres://{handle}:{password}@10.1.2.3/shop`\n3. the admin page takes {key}\n",
    "INFO  starting worker\nDEBUG config loaded: user={handle}, password={password}, retries=3\nERROR could not reach https://hooks.example.com/{key}\n",
    'resource "aws_db_instance" "main" {\n  engine   = "postgres"\n  username = "{handle}"\n  password = "{password}"\n}\n\nprovider "vault" {\n  token = "{key}"\n}\n',
)
