//! Invented people and places, by script. Own tables: a name list of a dependency could change.
//!
//! Given and family names are thrown together at random; nobody is meant.

use super::dice::Dice;

/// A way of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// Latin letters, many with accents, some of them combining marks of their own.
    Latin,
    /// Devanagari: Hindi, Nepali.
    Devanagari,
    /// Ethiopic: Amharic, Tigrinya.
    Ethiopic,
    /// Arabic, from right to left.
    Arabic,
    /// Han: Chinese.
    Han,
}

/// What is written in one script.
pub(super) struct Words {
    given: &'static [&'static str],
    family: &'static [&'static str],
    villages: &'static [&'static str],
    remarks: &'static [&'static str],
}

impl Script {
    /// Every script there is.
    pub const ALL: [Self; 5] = [
        Self::Latin,
        Self::Devanagari,
        Self::Ethiopic,
        Self::Arabic,
        Self::Han,
    ];

    pub(super) fn words(self) -> &'static Words {
        match self {
            Self::Latin => &LATIN,
            Self::Devanagari => &DEVANAGARI,
            Self::Ethiopic => &ETHIOPIC,
            Self::Arabic => &ARABIC,
            Self::Han => &HAN,
        }
    }

    /// A given and a family name, in the order the script's readers expect.
    pub fn person(self, dice: &mut Dice) -> (&'static str, &'static str) {
        let words = self.words();
        let given = dice.pick(words.given).unwrap_or_default();
        (given, dice.pick(words.family).unwrap_or_default())
    }

    /// A person's full name.
    pub fn full_name(self, dice: &mut Dice) -> String {
        let (given, family) = self.person(dice);
        match self {
            Self::Han => format!("{family}{given}"),
            _ => format!("{given} {family}"),
        }
    }

    /// A village.
    pub fn village(self, dice: &mut Dice) -> &'static str {
        dice.pick(self.words().villages).unwrap_or_default()
    }

    /// A health worker's remark.
    pub fn remark(self, dice: &mut Dice) -> &'static str {
        dice.pick(self.words().remarks).unwrap_or_default()
    }
}

const LATIN: Words = Words {
    given: &[
        "Amélie",
        "Zoë",
        "Søren",
        "José",
        "Łucja",
        "Ngọc",
        "Ñusta",
        "Ọlá",
        "Şirin",
        "Ana",
        "Čeda",
        "Fatou",
        "Håkon",
        "Ìyábọ̀",
        "Renée",
        "Wanjiku",
    ],
    family: &[
        "Müller",
        "Okońska",
        "O'Brien",
        "Ñáñez",
        "Nguyễn",
        "Adébáyọ̀",
        "Çelik",
        "Sørensen",
        "D’Souza",
        "Kamau",
        "Šimić",
        "van den Berg",
        "Françoso",
        "Diallo-Bâ",
    ],
    villages: &[
        "São Tomé",
        "Kpalimé",
        "Ọ̀yọ́ North",
        "Ålesund Øst",
        "Thị Trấn",
        "Ndéré",
        "Kano, North",
        "Gagnoa \"Vieux\"",
        "Río Seco",
        "Mbéré-Sud",
    ],
    remarks: &[
        "Seen at home; no danger signs.",
        "Mère et enfant vont bien, à revoir dans 7 jours.",
        "Fever > 38.5 & cough, sent to the clinic",
        "Nein, später – \"vielleicht\" morgen.",
        "Le\u{301}ger retard de croissance",
        "Refused vaccine; will ask again 🙂",
        "Twins 👶🏽👶🏽, both feeding well",
        "First line.\nSecond line, with a comma.",
    ],
};

const DEVANAGARI: Words = Words {
    given: &[
        "आशा",
        "किरण",
        "सुनीता",
        "लक्ष्मी",
        "ज्योति",
        "कृष्णा",
        "प्रीति",
        "श्रुति",
        "मीना",
        "अर्जुन",
    ],
    family: &[
        "यादव",
        "श्रेष्ठ",
        "वर्मा",
        "थापा",
        "मिश्रा",
        "क्षेत्री",
        "ठाकुर",
        "सिंह",
    ],
    villages: &["रामपुर", "सीतामढ़ी", "लक्ष्मणगढ़", "धनकुटा", "नयाँ बस्ती", "कृष्णनगर"],
    remarks: &[
        "माँ और बच्चा दोनों ठीक हैं।",
        "बुखार है, स्वास्थ्य केंद्र भेजा गया।",
        "टीका अगले हफ़्ते लगेगा।",
        "घर पर कोई नहीं मिला।",
    ],
};

const ETHIOPIC: Words = Words {
    given: &["አበበ", "ሰላም", "ትዕግስት", "ሃና", "ብርሃን", "ፍቅርተ", "ዮናስ", "መሠረት"],
    family: &["ተስፋዬ", "ገብረማርያም", "ከበደ", "አለሙ", "ወልደሥላሴ", "በቀለ"],
    villages: &["ደብረ ማርቆስ", "ላሊበላ", "አዲስ ዘመን", "ወልዲያ", "ሰቆጣ"],
    remarks: &[
        "እናትና ልጅ ደህና ናቸው።",
        "ትኩሳት አለው፤ ወደ ጤና ጣቢያ ተላከ።",
        "ክትባቱ በሚቀጥለው ሳምንት ይሰጣል።",
    ],
};

const ARABIC: Words = Words {
    given: &[
        "فاطمة",
        "مريم",
        "يوسف",
        "زينب",
        "خديجة",
        "إبراهيم",
        "نور",
        "عائشة",
    ],
    family: &["الأنصاري", "حسن", "بن علي", "العمري", "الطاهر", "عبد الرحمن"],
    villages: &[
        "عين الماء",
        "وادي النخيل",
        "القرية الجديدة",
        "بئر السلام",
        "تلّ الزيتون",
    ],
    remarks: &[
        "الأم والطفل بخير.",
        "حرارة مرتفعة، أُحيل إلى المركز الصحي.",
        "لم نجد أحدًا في البيت.",
        "سُجِّلت الزيارة رقم 3 (متابعة)",
    ],
};

const HAN: Words = Words {
    given: &["小梅", "建国", "雨婷", "志强", "𠮷祥", "春花", "明", "秀英"],
    family: &["王", "李", "欧阳", "陈", "赵", "林"],
    villages: &["青石村", "柳河镇", "上杨庄", "龙潭", "新民屯"],
    remarks: &[
        "母婴平安。",
        "发烧,已转诊至卫生院。",
        "家中无人,下周再访。",
        "已接种疫苗✅",
    ],
};
