"""How texts look: what is left of one when its form does not count, and what is drawn alike."""

from __future__ import annotations

import re
import unicodedata

# Drawn as nothing or as a blank, though Unicode counts them as letters, marks or symbols: fillers
# of Hangul and Braille, joiners, and selectors of another shape of the sign before them.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
# Letters of other alphabets beside the Latin ones they are drawn like, small or capital.
_ALIKE = str.maketrans(
    "авеёкмнорстухіїјѕԁԛԝһӏ" "αβεζηικμνορτυχ" "օոսհ" "ɑɡıʟ",
    "abeëkmhopctyxiïjsdqwhl" "abezhikmvoptux" "onuh" "agil",
)  # fmt: skip

_BLANKS_AND_DASHES = re.compile(r"[\s_\-\u2010-\u2015]+")
# str.strip() knows every blank; these are as wide as nothing.
_NO_WIDTH = "\u200b\u2060\ufeff"


def look(text: str) -> str:
    """What is left of an id when capitals, alphabet, kind of dash and all that is unseen are not
    counted; two ids with one look are drawn alike.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    seen = (sign for sign in plain if not is_unseen(sign))
    dashed = ("-" if unicodedata.category(sign) == "Pd" or sign == "−" else sign for sign in seen)
    same = unicodedata.normalize("NFC", "".join(dashed).translate(_ALIKE))
    return " ".join(same.replace("’", "'").split())


def is_unseen(sign: str) -> bool:
    """Whether a sign is drawn as nothing at all."""
    return sign in _BLANK or unicodedata.category(sign) == "Cf"


def is_a_mark(sign: str) -> bool:
    """Whether a sign is drawn onto the one before it."""
    return unicodedata.category(sign) in ("Mn", "Me")


def trimmed(text: str) -> str:
    """The text without blanks, no-break spaces and zero-width signs around it."""
    return text if text.isascii() and text == text.strip() else _stripped(text)


def _stripped(text: str) -> str:
    before = None
    while before != text:
        before, text = text, text.strip().strip(_NO_WIDTH)
    return text


def fold(text: str) -> str:
    """Equal for texts that differ only by capitals, Unicode form, blanks and invisible signs."""
    if not text.isascii():
        # Case folding can leave what the normal form would change, so it is applied around it.
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(text.casefold().split())


def fold_word(text: str) -> str:
    """Like `fold`, and blanks, dashes and underscores are one: for headers and fixed words."""
    return _BLANKS_AND_DASHES.sub("_", fold(text)).strip("_")
