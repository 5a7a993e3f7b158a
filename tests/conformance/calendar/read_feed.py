"""Reads an iCalendar feed from standard input, and prints uid, start, end, summary and status of each event as JSON."""

import json
import sys
from datetime import timezone
from zoneinfo import reset_tzpath

from icalendar import Calendar

# It knows zones by their names, and takes its own data before the feed's: so it gets the package tzdata's, not the machine's old ones.
reset_tzpath(to=[])


def instant(prop):
    return prop.dt.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")


calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = [
    {
        "uid": str(event["uid"]),
        "starts": instant(event["dtstart"]),
        "ends": instant(event["dtend"]),
        "summary": str(event["summary"]),
        "status": str(event["status"]),
        "errors": [str(error) for error in event.errors],
    }
    for event in calendar.walk("VEVENT")
]
json.dump(events, sys.stdout)
