"""The languages that people here speak: one code for each, whatever the name it is called by.

"Panjabi", "Punjabi", "ਪੰਜਾਬੀ" and "pa" are one language, so a plan that promises one is kept by a version in another.
Names and codes: ISO 639-1 and 639-3, and the main-language list of the Census 2021 (ONS, table TS024). Two languages
that speakers tell apart stay apart (Farsi and Dari, Kurmanji and Sorani): a form in one is no form in the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language: its code, its English and its own name, its direction ("ltr" or "rtl"), what else it is called."""

    code: str
    name: str
    own_name: str
    direction: str
    aliases: tuple[str, ...] = ()


_TAG = re.compile(r"[a-z]{2,3}-([a-z]{2}|[a-z]{4}|\d{3})$")
"""A language with its country, script or region: "pl-pl", "zh-hant", "es-419"."""

_ROWS = """
ar Arabic|العربية|rtl
am Amharic|አማርኛ|ltr
bg Bulgarian|български|ltr
bn Bengali|বাংলা|ltr|Bangla|Bengali (with Sylheti and Chatgaya)
bfi British Sign Language|British Sign Language|ltr|BSL|B.S.L.
cs Czech|čeština|ltr
cy Welsh|Cymraeg|ltr
da Danish|dansk|ltr
de German|Deutsch|ltr
el Greek|Ελληνικά|ltr
en English|English|ltr|British English|en-GB
es Spanish|español|ltr|Castilian
et Estonian|eesti|ltr
fa Farsi|فارسی|rtl|Persian|Iranian
fi Finnish|suomi|ltr
fr French|français|ltr
ga Irish|Gaeilge|ltr|Irish Gaelic
gd Scottish Gaelic|Gàidhlig|ltr
gu Gujarati|ગુજરાતી|ltr|Gujerati|Gujrati
ha Hausa|Hausa|ltr
he Hebrew|עברית|rtl|Ivrit
hi Hindi|हिन्दी|ltr
hr Croatian|hrvatski|ltr
hu Hungarian|magyar|ltr
hy Armenian|հայերեն|ltr
id Indonesian|Bahasa Indonesia|ltr
ig Igbo|Igbo|ltr|Ibo
it Italian|italiano|ltr
ja Japanese|日本語|ltr
ka Georgian|ქართული|ltr
kmr Kurdish Kurmanji|Kurmancî|ltr|Kurmanji|Kurmanji Kurdish|Northern Kurdish
ckb Kurdish Sorani|کوردیی ناوەندی|rtl|Sorani|Sorani Kurdish|Central Kurdish|سۆرانی
ku Kurdish|Kurdî|ltr
kn Kannada|ಕನ್ನಡ|ltr
ko Korean|한국어|ltr
lg Luganda|Luganda|ltr|Ganda
ln Lingala|lingála|ltr
lt Lithuanian|lietuvių|ltr
lv Latvian|latviešu|ltr
mk Macedonian|македонски|ltr
ml Malayalam|മലയാളം|ltr
mr Marathi|मराठी|ltr
ms Malay|Bahasa Melayu|ltr
mt Maltese|Malti|ltr
ne Nepali|नेपाली|ltr|Nepalese
nl Dutch|Nederlands|ltr|Flemish
no Norwegian|norsk|ltr|nb
om Oromo|Afaan Oromoo|ltr|Afaan Oromo
pa Panjabi|ਪੰਜਾਬੀ|ltr|Punjabi|Panjabi (Gurmukhi)|Punjabi (Gurmukhi)|Gurmukhi
pnb Western Panjabi|پنجابی|rtl|Western Punjabi|Pakistani Punjabi|Shahmukhi|Panjabi (Shahmukhi)|pa-Arab|pa-PK
pl Polish|polski|ltr
prs Dari|دری|rtl|Afghan Persian|fa-AF
ps Pashto|پښتو|rtl|Pushto|Pakhto|Pashtu
pt Portuguese|português|ltr
rmy Romani|romani čhib|ltr|Romany|Roma|Romanes|rom
ro Romanian|română|ltr|Rumanian|Moldovan|Moldavian|mo
ru Russian|русский|ltr
rw Kinyarwanda|Ikinyarwanda|ltr|Rwandan
si Sinhala|සිංහල|ltr|Sinhalese|Singhalese
sk Slovak|slovenčina|ltr
sl Slovenian|slovenščina|ltr|Slovene
sn Shona|chiShona|ltr
so Somali|Soomaali|ltr|Af-Soomaali|Af Soomaali|Somalian
sq Albanian|shqip|ltr|Shqip
sr Serbian|српски|ltr|srpski
sv Swedish|svenska|ltr
sw Swahili|Kiswahili|ltr
syl Sylheti|ꠍꠤꠟꠐꠤ|ltr|Sylhetti|সিলেটি
ta Tamil|தமிழ்|ltr
te Telugu|తెలుగు|ltr
th Thai|ไทย|ltr
ti Tigrinya|ትግርኛ|ltr|Tigrigna
tl Tagalog|Tagalog|ltr|Filipino|fil
tr Turkish|Türkçe|ltr
tw Twi|Twi|ltr|Akan|ak
uk Ukrainian|українська|ltr
ur Urdu|اردو|rtl
vi Vietnamese|Tiếng Việt|ltr
wo Wolof|Wolof|ltr
yi Yiddish|ייִדיש|rtl
yo Yoruba|Yorùbá|ltr
yue Cantonese|廣東話|ltr|Yue|粵語
zh Chinese|中文|ltr|Mandarin|Mandarin Chinese|普通话|cmn
zu Zulu|isiZulu|ltr
"""


@cache
def spoken() -> dict[str, Spoken]:
    """Every language known here by its code, in the order of the English names."""
    rows = [_row(line) for line in _ROWS.strip().splitlines()]
    return {one.code: one for one in sorted(rows, key=lambda one: one.name)}


def _row(line: str) -> Spoken:
    first, own_name, direction, *aliases = line.split("|")
    code, _space, name = first.partition(" ")
    return Spoken(code, name, own_name, direction, tuple(aliases))


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in spoken().values():
        for said in (one.code, one.name, one.own_name, *one.aliases):
            if found.setdefault(_folded(said), one.code) != one.code:
                raise ValueError(f"“{said}” is two languages: {found[_folded(said)]} and {one.code}.")
    return found


def _folded(said: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", said).casefold().replace("_", "-").split())


def code_of(said: str) -> str:
    """The code of a language by any of its names, or by its code ("pl", "pl-PL"); "" for one not known here."""
    folded, known = _folded(said), _codes()
    if found := known.get(folded):
        return found
    return known.get(folded.partition("-")[0], "") if _TAG.match(folded) else ""


def language_key(said: str) -> str:
    """What two names of one language share: its code, or for one not known here the name without its capitals."""
    return code_of(said) or _folded(said)


def name_of(code: str) -> str:
    """The English name of a language; the code itself where it is not known here."""
    found = spoken().get(code_of(code))
    return found.name if found else code


def direction_of(code: str) -> str:
    """ "rtl" or "ltr"; "auto" where the language is not known here."""
    found = spoken().get(code_of(code))
    return found.direction if found else "auto"


def not_offered(wanted: list[str] | tuple[str, ...], offered: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The names in `wanted`, each language once and as first written, that `offered` has under no name. English is."""
    there = {ENGLISH, *map(language_key, offered)}
    found: dict[str, str] = {}
    for each in wanted:
        if each.strip():
            found.setdefault(language_key(each), each.strip())
    return tuple(name for key, name in found.items() if key not in there)
