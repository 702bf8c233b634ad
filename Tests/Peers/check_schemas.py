"""Holds the files that runs leave to their JSON Schemas (assets/schemas).

    python Tests/Peers/check_schemas.py RUN ...

Needs jsonschema.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

folder = pathlib.Path(__file__).resolve().parents[2] / "assets" / "schemas"
schemas = {name: json.loads((folder / f"{name}.schema.json").read_text()) for name in ["run", "events"]}
registry = Registry().with_resources([(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()])
for schema in schemas.values():
    Draft202012Validator.check_schema(schema)
run, event = (Draft202012Validator(schemas[name], registry=registry) for name in ["run", "events"])

for path in map(pathlib.Path, sys.argv[1:]):
    run.validate(json.loads((path / "run.json").read_text()))
    lines = (path / "events.jsonl").read_text().splitlines()
    for line in lines:
        event.validate(json.loads(line))
    print(f"{path}: run.json and {len(lines)} events are as the schemas say")
