"""Reads lines of zone, local time and fold as JSON, and prints the instant of each in milliseconds since 1970, by Python's own zones."""

import json
import sys
from datetime import datetime
from zoneinfo import ZoneInfo, reset_tzpath

# The zone data of the package tzdata, whatever the machine has.
reset_tzpath(to=[])
print(
    json.dumps(
        [
            round(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp() * 1000)
            for zone, local, fold in json.load(sys.stdin)
        ]
    )
)
