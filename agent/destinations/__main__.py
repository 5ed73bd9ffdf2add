"""Prints the JSON Schema of catalogue files, or with `--list` the page that lists the packaged catalogue."""

import json
import sys

from agent.destinations.catalogue import packaged_catalogue
from agent.destinations.schema import catalogue_list, catalogue_schema

if __name__ == "__main__":
    if "--list" in sys.argv[1:]:
        sys.stdout.write(catalogue_list(packaged_catalogue().destinations))
    else:
        sys.stdout.write(json.dumps(catalogue_schema(), indent=1, ensure_ascii=False) + "\n")
