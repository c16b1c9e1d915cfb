"""Reads metrics in Prometheus' text format on stdin with Prometheus' own client, and prints as JSON what kind each family
is, which models are named, and which histogram or counter is not one.

    curl -s localhost:19000/metrics | python metrics.py
"""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families


def faults(family):
    """What is wrong with the samples of a family."""
    rows = {}
    for sample in family.samples:
        labels = tuple(sorted((k, v) for k, v in sample.labels.items() if k != "le"))
        row = rows.setdefault(labels, {})
        key = (sample.name[len(family.name):], sample.labels.get("le"))
        if key in row:
            yield f"{sample.name}{sample.labels} twice"
        row[key] = sample.value
    for labels, row in rows.items():
        if family.type == "histogram":
            counts = sorted((float(le), value) for (suffix, le), value in row.items() if suffix == "_bucket")
            values = [value for _, value in counts]
            if values != sorted(values) or values[-1] != row["_count", None] or ("_sum", None) not in row:
                yield f"{family.name}{labels} is no histogram"
        if family.type == "counter" and list(row) != [("_total", None)]:
            yield f"{family.name}{labels} is no counter"


families = list(text_string_to_metric_families(sys.stdin.read()))
samples = [sample for family in families for sample in family.samples]
names = {sample.labels["gen_ai_request_model"] for sample in samples if "gen_ai_request_model" in sample.labels}
json.dump(
    {
        "kinds": {family.name: family.type for family in families},
        "models": sorted(names),
        "faults": [fault for family in families for fault in faults(family)],
    },
    sys.stdout,
)
