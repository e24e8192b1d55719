"""Every number of the exchange, in one place. Tests read them from here.

Limits hold for what we write as well as for what we take: a bundle we made always passes our own checks.
Sizes are bytes unless a name says otherwise; KIB and MIB are binary. Source: ours, unless a comment says more.
"""

KIB = 1024
MIB = 1024 * KIB

# --- the file ---------------------------------------------------------------------------------------------------------
FILE_BYTES = 64 * MIB
"""Largest bundle file, encrypted, in bytes. Larger sends become several bundles."""
HEADER_BYTES = 16 * KIB
"""Largest age header, in bytes."""
HEADER_STANZAS = 20
"""Most recipient stanzas in an age header. Each costs a key agreement: 1,000 of them kept the library busy for 12 s."""
WHATSAPP_BYTES = 14 * MIB
"""Photos beyond this many bytes go into following `files` bundles when the way is WhatsApp or mail."""

# --- the ZIP inside ---------------------------------------------------------------------------------------------------
MEMBERS = 5_000
"""Most members of the inner ZIP, the two of the manifest included."""
RATIO = 200
"""Most bytes a deflated byte may become (200:1)."""
MANIFEST_BYTES = 4 * MIB
"""Largest `manifest.json`: 5,000 members and 1,000 stream heads fit in about 2 MiB."""
LINES_BYTES = 64 * MIB
"""Largest `lines.jsonl`, unpacked, in bytes."""
UNPACKED_BYTES = 128 * MIB
"""Most bytes all members may have together, unpacked: pictures are stored as they are, so only lines grow."""

# --- lines and JSON ---------------------------------------------------------------------------------------------------
LINES = 50_000
"""Most lines in one bundle."""
LINE_BYTES = 256 * KIB
"""Longest line, in bytes, without its newline."""
RECORD_BYTES = LINE_BYTES - 4 * KIB
"""Most bytes of a record's data and of the names of its attachments when it is saved: 16 parents and the rest of the
envelope take 2 KiB at most, so that whatever was saved can be published, dumped and loaded."""
DEPTH = 12
"""Deepest nesting of objects and arrays in a line or a manifest; the outermost object counts as 1."""
TEXT_CHARS = 10_000
"""Longest text (a key or a value), in characters."""
NAME_CHARS = 100
"""Longest device name, in characters."""
PARENTS = 16
"""Most parents of one revision."""
REVISION_FILES = 200
"""Most attachments one revision may name."""
INT_MIN, INT_MAX = -(2**63), 2**63 - 1
"""Integers outside 64 bits are refused: other programs could not read them back exactly."""
YEAR_MIN, YEAR_MAX = 2000, 2100
"""Budget years a revision may belong to."""
AT_MAX = 253_402_300_799_999
"""Latest `at`, in ms since 1970 UTC: the end of the year 9999. A wrong clock (1970, 2099) is not an error."""
STREAMS = 5_000
"""Most stream ranges, and most entries of `have`, in one manifest. The city has 1,478 RT."""
CARDS = 1_000
"""Most cards of other authors in one manifest."""
MISSING_FILES = 50_000
"""Most attachments a manifest may ask for."""

# --- the exchange file (dump, load) -----------------------------------------------------------------------------------
LOAD_BYTES = 512 * MIB
"""Most bytes of lines one exchange file may hold, unpacked: seven years of a kelurahan."""
LOAD_LINES = 500_000
"""Most lines in one exchange file that are not blank."""
ORIGINAL_BYTES = 48 * MIB
"""Largest photo as the camera wrote it. It stays at the desk that took it and travels in no bundle."""

# --- attachments ------------------------------------------------------------------------------------------------------
ATTACHMENT_BYTES = 12 * MIB
"""Largest attachment, in bytes."""
PHOTO_PIXELS = 40_000_000
"""Most pixels of one picture (40 Mpx)."""
BUNDLE_PIXELS = 2_000_000_000
"""Most pixels of all pictures of one bundle together: 1,000 photos of 1600 x 1200. Bounds what an import can cost."""
PICTURE_PARTS = 20_000
"""Most segments or chunks of one picture: a 12 MiB file of empty ones would take seconds to walk."""
PDF_PAGES = 200
"""Most pages of one PDF."""
PDF_INFLATED_BYTES = 64 * MIB
"""Most bytes unpacked while looking for active content in one PDF."""
PREVIEW_PIXELS = 1_024
"""Longest side of a preview ("Ringan"), in pixels."""

# --- transport --------------------------------------------------------------------------------------------------------
PART_BYTES = 256 * KIB
"""Size of one part of an upload that can be resumed, in bytes."""
