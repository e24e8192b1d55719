"""The password of a server, in the computer's own credential store: never in a file of ours, nor in the data.

Where there is no such store (a computer without one, a locked one) the password is asked for each time.
"""

from contextlib import suppress

NAME = "Rembug"
"""Under which the store lists what is ours."""


def keep_password(server: str, user: str, password: str) -> bool:
    """Keep it, or forget it when it is "". False where there is no store: then it must be asked for each time."""
    import keyring  # a tenth of a second, and only who sends over a server needs it
    from keyring.errors import KeyringError, PasswordDeleteError

    entry = f"{user}@{server}"
    try:
        if not password:
            with suppress(PasswordDeleteError):
                keyring.delete_password(NAME, entry)
        else:
            keyring.set_password(NAME, entry, password)
            return keyring.get_password(NAME, entry) == password
    except (KeyringError, OSError, RuntimeError):
        return False
    return True


def kept_password(server: str, user: str) -> str:
    """What is kept for this user there, "" for nothing."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(NAME, f"{user}@{server}") or ""
    except (KeyringError, OSError, RuntimeError):
        return ""
