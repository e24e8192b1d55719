"""The day a picture was taken, from the name phones and WhatsApp give it."""

import datetime
import re

_STARTS = r"(?<!\d)(?P<year>20\d{2})(?P<mark>[-_.]?)(?P<month>\d{2})(?P=mark)(?P<day>\d{2})(?!\d)"
_ENDS = r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[-_.])(?P<month>\d{1,2})(?P=mark)(?P<year>20\d{2})(?!\d)"
_FORMS = (re.compile(_STARTS), re.compile(_ENDS))


def day_from_name(name: str) -> datetime.date | None:
    """The day in a file's name, None when there is none that exists.

    `IMG-20260817-WA0003.jpg`, `WhatsApp Image 2026-08-17 at 10.12.33.jpeg`, `IMG_20260817_101233.jpg`,
    `17-08-2026.jpg`.
    """
    for form in _FORMS:
        for found in form.finditer(name):
            try:
                return datetime.date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                continue
    return None
