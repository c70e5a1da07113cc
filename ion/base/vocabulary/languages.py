"""Languages that people of the workforce system work in; a language that is not listed is a valid key too."""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "BCP 47 language tags; languages spoken most in the United States and its territories"


def _language(key: str, label: str) -> Term:
    return Term(key, label, label, _SOURCE)


LANGUAGES: Vocabulary[Term] = Vocabulary(
    _language("en", "English"),
    _language("es", "Spanish"),
    _language("ase", "American Sign Language"),
    _language("am", "Amharic"),
    _language("ar", "Arabic"),
    _language("bn", "Bengali"),
    _language("bg", "Bulgarian"),
    _language("ch", "Chamorro"),
    _language("zh", "Chinese"),
    _language("fr", "French"),
    _language("de", "German"),
    _language("ht", "Haitian Creole"),
    _language("haw", "Hawaiian"),
    _language("hi", "Hindi"),
    _language("hmn", "Hmong"),
    _language("ig", "Igbo"),
    _language("it", "Italian"),
    _language("ja", "Japanese"),
    _language("km", "Khmer"),
    _language("ko", "Korean"),
    _language("mh", "Marshallese"),
    _language("nv", "Navajo"),
    _language("pau", "Palauan"),
    _language("ps", "Pashto"),
    _language("fa", "Persian"),
    _language("pl", "Polish"),
    _language("pt", "Portuguese"),
    _language("ru", "Russian"),
    _language("sm", "Samoan"),
    _language("so", "Somali"),
    _language("sw", "Swahili"),
    _language("sv", "Swedish"),
    _language("tl", "Tagalog"),
    _language("ta", "Tamil"),
    _language("uk", "Ukrainian"),
    _language("ur", "Urdu"),
    _language("vi", "Vietnamese"),
    _language("yo", "Yoruba"),
)
