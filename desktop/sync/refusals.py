"""Why a bundle is not taken: one sentence's worth of code, the rest for people who look closer."""


class BundleRefused(Exception):
    """A bundle that is refused whole. Nothing was written anywhere.

    `code` is stable; the screens turn it into a sentence saying what, why and what to do:
      empty, not_bundle, cut      no bytes; not our kind of file; cut short or damaged on its way
      bad_header                  an age header with a passphrase, too many recipients or unknown ones
      not_for_us, other_area      no key of ours opens it; it is meant for the area named in `detail`
      bad_zip, too_big            the ZIP's structure; a limit passed (also on writing)
      bad_manifest, bad_card, bad_signature
      member_mismatch             contents differ from the manifest's list
      bad_line                    `line` says which, `detail` the BadForm code and where
      bad_stream, bad_head        ranges or running hashes do not fit; the author did not sign this head
      bad_attachment              `detail` has the MediaRefused code
      newer_format, newer_requires  (BundleWaits)
    `detail` is technical, for "Rincian", without personal data. `line` counts from 1.
    """

    def __init__(self, code: str, detail: str = "", line: int | None = None) -> None:
        super().__init__(code, detail, line)
        self.code, self.detail, self.line = code, detail, line


class BundleWaits(BundleRefused):
    """A bundle of a newer app: not bad, not for now. It waits until the app is newer."""
