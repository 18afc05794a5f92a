"""Which language a message is in, by its script and its telling words; no model, no guess beyond what is there.

Pashto, Sindhi and Punjabi are recognised to be named; they are answered in Urdu and English and still routed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.understanding.normalise import is_urdu, roman_key, words
from bot.vocabulary import Language

_PASHTO_SIGNS: Final = frozenset("ښځږڅټډړڼېۍ")
_SINDHI_SIGNS: Final = frozenset("ٻڄڃڇڍڌڏٺٽٿڦڪڳڱڻ")
_GURMUKHI: Final = range(0x0A00, 0x0A80)
_PASHTO: Final = frozenset(
    words(
        "زما ستا څه چې مې شوی شوې ورک زوی لور مرسته وکړئ کړي لري پیسې zama zma sta kawom yam sanga manana wror khor rasha zoy wrak shu sho mrasta"
    )
)
_SINDHI: Final = frozenset(
    words(
        "منهنجو منهنجي آهي آهن ڪري ناهي توهان mujhjo muhnjo muhinjo ahe aahe aahiyan nahy chokro chokri tawhan munkhe mokhe"
    )
)
_PUNJABI: Final = frozenset(
    words(
        "تسی مینوں تینوں ساڈا ساڈی ساڈے نئیں ہیگا کیہ munda kuri kudi menu mainu tenu tainu sanu saada saadi saade tusi tuhada hega haiga ohna kithe kithay changa diyo puttar sunde"
    )
)
_ROMAN: Final = frozenset(
    "hai he hy hain hein hn ho hun hoon hu tha thi thay the nahi nahin nai nhi nh mat na ka ki ke kay ko se say sy mein main mai mene maine men me par pr pe "
    "aur or ya kya kia kyun kaise kese kesay kahan kab kaun kon mera meri mere mery hamara hamari tera uska uski unka apna apni apne "
    "mujhe mujhy mjhe mujhay muje humein hamen unko usko isko kar kr karta karti karte karo krta krna karna raha rahi rahe rha rhi rhe "
    "gaya gayi gai gye gaye gya diya di dya liya li kiya kuch kch koi sab bohat bahut bht bhai beta beti bacha bachi larka larki "
    "wo woh ye yeh is us hum ham aap ap tum wala wali wale chahiye chahye chaiye abhi ab kal aaj subah raat ghar paisay paise shohar biwi "
    "salam salaam slam assalam walaikum khuda hafiz shukriya shukria meharbani jazakallah adaab "
    "baat bat sakta sakti sakte jab tak phir bhi magar lekin kyunke agar to tou jata jati jate lagi laga lag madad bata batao bataen dein den do".split()
)
_ENGLISH: Final = frozenset(
    "the is are was were has have had been my his her our their your i we you he she they it this that these those and or but if because "
    "not no dont doesnt didnt cant wont isnt of in on at from with by for about after before since to into what where when who how why which "
    "can could should would will do does did please need want help get got give gave take took call number someone somebody anyone "
    "a an am me him them us there here please there's hello hi thanks thank bye".split()
)
_SHARED: Final = frozenset("he me the are is us do to in no main men or and her".split())


@dataclass(frozen=True)
class Reading:
    """The language of a message; `named` says which one when it is `other` or a sister language of Urdu."""

    language: Language
    named: str = ""


def read_language(text: str, message: Sequence[str]) -> Reading:
    """Tell the language of a message from its raw `text` and its folded `message`.

    A message without any letter of a script we know is `other`; one without letters at all is `en`.
    """
    urdu_words = [word for word in message if is_urdu(word)]
    latin = [word for word in message if word.isascii() and not word.isdigit()]
    sister = _sister(text, message)
    if urdu_words and len("".join(urdu_words)) * 2 >= len("".join(latin)):
        if sister:
            return Reading("other" if sister != "punjabi" else "ur", sister)
        return Reading("ur")
    if latin:
        if sister and _count(latin, _ROMAN) < 2 * _hits(sister, message):
            return Reading("ur-Latn", sister)
        roman, english = _count(latin, _ROMAN), _count(latin, _ENGLISH)
        if roman == english == 0:
            return Reading("ur-Latn" if _looks_roman(latin) else "en")
        return Reading("ur-Latn" if roman >= english else "en")
    if any(sign.isalpha() for sign in text):
        return Reading("other", "punjabi" if any(ord(sign) in _GURMUKHI for sign in text) else "")
    return Reading("en")


def _count(message: Sequence[str], known: frozenset[str]) -> float:
    return sum(0.5 if word in _SHARED else 1.0 for word in message if word in known)


def _hits(sister: str, message: Sequence[str]) -> int:
    known = {"pashto": _PASHTO, "sindhi": _SINDHI, "punjabi": _PUNJABI}[sister]
    return sum(word in known for word in message)


def _sister(text: str, message: Sequence[str]) -> str:
    signs = set(text)
    if len(signs & _SINDHI_SIGNS) >= 1 and not signs & _PASHTO_SIGNS - frozenset("ټډړ"):
        return "sindhi"
    if len(signs & _PASHTO_SIGNS) >= 1:
        return "pashto"
    best = max(("pashto", "sindhi", "punjabi"), key=lambda name: _hits(name, message))
    return best if _hits(best, message) >= 2 else ""


def _looks_roman(message: Sequence[str]) -> bool:
    """Whether words that no list knows end and sound as Roman Urdu does."""
    return sum(roman_key(word)[-1:] in "aiu" for word in message) * 2 > len(message)
