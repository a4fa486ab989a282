"""Letters that look alike, for the look-alike key of hashtags. Data, checked by hand.

A reviewed subset of ``confusables.txt`` of Unicode Technical Standard 39 (version 14.0.0), for
Latin, Cyrillic and Greek, as they stand after case folding. The whole table (6,311 rows) is left
out on purpose: it is made for comparing names in one glance, and folds Arabic ا to Latin l and ه
to o, or ث with پ, which would make different Arabic words "look alike"; nearly all other rows are
mathematical letters, which NFKC folds already, and scripts of no campaign.

Two things are ours:

- TS 39 stops at small capitals that nobody types (к → ĸ, т → ᴛ, м → ʍ, н → ʜ, в → ʙ). Hashtags
  ignore case, and К Т М Н В are the very shapes of K T M H B, so these small capitals go on to the
  plain letters.
- Where TS 39 has a capital as the prototype it is folded (0 → O becomes 0 → o).

Arabic folding is Lucene's ArabicNormalizer, plus alef wasla and the alefs with wavy hamza, and the
letters and digits of Persian and Urdu keyboards that TS 39 holds to be the same as the Arabic ones.
"""

_BAR = "\u0335"  # combining short stroke overlay
_SLASH = "\u0338"  # combining long solidus overlay
_TAIL = "\u0329"  # combining vertical line below

# Prototype → the letters that look like it.
_LOOK_LIKE = {
    "a": "аαɑ",
    "b": "ʙ" + "в",
    "c": "сᴄ",
    "d": "ԁ",
    "e": "еҽ",
    "g": "ɡƍԍɢ",
    "h": "һʜ" + "н",
    "i": "іιıɩɪӏ",
    "j": "јϳ",
    "k": "ĸᴋ" + "кκ",
    "l": "1ǀ",
    "o": "0оοσᴏ",
    "p": "рρ",
    "q": "ԛ",
    "r": "гᴦ",
    "s": "ѕƽ",
    "t": "ᴛ" + "тτ",
    "u": "υʋᴜ",
    "v": "νѵᴠ",
    "w": "ԝѡɯᴡ",
    "x": "х",
    "y": "уүγɣʏ",
    "z": "ᴢ",
    "6": "б",
    "rn": "mʍᴍ" + "м",
    "ae": "æӕ",
    "oe": "œ",
    "ə": "ǝә",
    "ɛ": "εєԑꞓ",
    "ɸ": "фφ",
    "π": "пᴨ",
    "þ": "ƿϸ",
    "ҷ": "ӌ",
    # One base letter with a stroke, or a tail.
    "b" + _BAR: "ƀѣҍ",
    "d" + _BAR: "đ",
    "g" + _BAR: "ǥ",
    "h" + _BAR: "ħћ",
    "i" + _BAR: "ɨ",
    "k" + _BAR: "ҟ",
    "o" + _BAR: "өɵθѳ",
    "r" + _BAR: "ғ",
    "t" + _BAR: "ŧ",
    "y" + _BAR: "ұɏ",
    "z" + _BAR: "ƶ",
    "l" + _SLASH: "ł",
    "o" + _SLASH: "ø",
    "h" + _TAIL: "ң",
    "k" + _TAIL: "қ",
    "n" + _TAIL: "ηƞ",
    "t" + _TAIL: "ҭ",
    # Marks, after canonical decomposition: ş ș, ğ ǧ, and the two Greek circumflexes.
    "\u0326": "\u0327",
    "\u0306": "\u030c",
    "\u0303": "\u0342",
}

_ARABIC_LOOK_LIKE = {
    "ا": "آأإٱٲٳ",
    "ه": "ةۃہھە",
    "ي": "ىی",
    "ك": "کڪ",
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", strict=True)),
}
_TATWEEL_AND_HARAKAT = "\u0640" + "".join(map(chr, range(0x064B, 0x0653)))

PROTOTYPES: dict[int, str] = {
    ord(letter): prototype for prototype, letters in _LOOK_LIKE.items() for letter in letters
}
"""For ``str.translate`` on case-folded, canonically decomposed text."""

ARABIC_FOLDING: dict[int, str] = {
    **{ord(mark): "" for mark in _TATWEEL_AND_HARAKAT},
    **{
        ord(letter): prototype
        for prototype, letters in _ARABIC_LOOK_LIKE.items()
        for letter in letters
    },
}
"""For ``str.translate`` on composed text (in decomposed text أ is ا with a mark)."""
