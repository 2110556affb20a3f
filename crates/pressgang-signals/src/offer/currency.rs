//! Which currency an amount is in.

use super::gap_is_small;
use super::pay::Text;
use crate::lexicon::{Hit, Sense};

/// Longer signs first: a dollar with letters before it is not the plain one.
const SYMBOLS: [(&str, &str); 30] = [
    ("₽", "RUB"),
    ("€", "EUR"),
    ("us$", "USD"),
    ("au$", "AUD"),
    ("ca$", "CAD"),
    ("nz$", "NZD"),
    ("hk$", "HKD"),
    ("a$", "AUD"),
    ("c$", "CAD"),
    ("s$", "SGD"),
    ("r$", "BRL"),
    ("$", "USD"),
    ("£", "GBP"),
    ("₴", "UAH"),
    ("₸", "KZT"),
    ("₺", "TRY"),
    ("₹", "INR"),
    ("₫", "VND"),
    ("rp", "IDR"),
    ("zł", "PLN"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₱", "PHP"),
    ("฿", "THB"),
    ("₦", "NGN"),
    ("gh₵", "GHS"),
    ("₵", "GHS"),
    ("₾", "GEL"),
    ("֏", "AMD"),
    ("₼", "AZN"),
];

/// Words between a figure and its currency.
const FILLERS: [&str; 10] =
    [" de ", " net ", " neto ", " netos ", " nets ", " netto ", " brut ", " bruts ", " bruto ", " brutto "];

/// ISO codes people write beside amounts in any language.
const CODES: [&str; 55] = [
    "rub", "eur", "usd", "gbp", "uah", "kzt", "try", "inr", "vnd", "idr", "pln", "czk", "huf", "ron", "bgn", "rsd",
    "sek", "nok", "dkk", "chf", "brl", "mxn", "cop", "ars", "ngn", "kes", "xof", "byn", "gel", "amd", "rur", "aud",
    "cad", "nzd", "cny", "jpy", "krw", "aed", "sar", "pkr", "npr", "bdt", "lkr", "thb", "php", "myr", "qar", "kwd",
    "omr", "bhd", "zar", "sgd", "egp", "iqd", "mad",
];

/// The currency that touches a place, with the far end of its name: behind it when `forward`, otherwise in front of it
/// and not before `from`, where what belongs to an earlier amount ends.
pub(super) fn currency_at(
    of: &Text<'_>,
    hits: &[Hit],
    from: usize,
    at: usize,
    forward: bool,
) -> Option<(String, usize)> {
    let text = of.folded.text();
    // "240.000 de ruble": Romanian, Spanish and others put a word between figure and currency.
    let filler = FILLERS.iter().find(|f| forward && text[at..].starts_with(**f));
    let at = filler.map_or(at, |f| at + f.len() - 1);
    let hit = hits.iter().find(|h| {
        matches!(h.sense, Sense::Currency(_))
            && if forward {
                h.start >= at && gap_is_small(text, at, h.start, 2) && !text[at..h.start].contains(',')
            } else {
                h.start >= from && h.end <= at && at - h.end <= 2 && matches!(text[h.end..at].trim(), "" | ".")
            }
            // "hợp đồng" is a contract, though "đồng" alone is money.
            && !hits.iter().any(|o| o.start <= h.start && h.end <= o.end && o.end - o.start > h.end - h.start)
    });
    if let Some(hit) = hit
        && let Sense::Currency(code) = hit.sense
    {
        return Some((String::from_utf8_lossy(&code).into_owned(), if forward { hit.end } else { hit.start }));
    }
    if forward {
        let rest = text[at..].trim_start_matches(' ');
        let start = at + text[at..].len() - rest.len();
        if start - at > 2 {
            return None;
        }
        for (symbol, code) in SYMBOLS {
            if rest.starts_with(symbol) && word_ends(text, start + symbol.len(), symbol) {
                return Some((code.to_owned(), start + symbol.len()));
            }
        }
        let code = rest.get(..3).filter(|c| is_code(of, start, c))?;
        crate::phrases::border_at(text, start + 3).then(|| (iso(code), start + 3))
    } else {
        let before = text[from.min(at)..at].trim_end_matches(' ');
        let end = from.min(at) + before.len();
        if at - end > 2 {
            return None;
        }
        for (symbol, code) in SYMBOLS {
            if before.ends_with(symbol) && word_begins(text, end - symbol.len(), symbol) {
                return Some((code.to_owned(), end - symbol.len()));
            }
        }
        // "N80,000" and "P7,000" are how Nigerians and Filipinos write naira and pesos.
        for (sign, code) in [("n", "NGN"), ("p", "PHP"), ("r", "ZAR"), ("rm", "MYR")] {
            // "R" is a rand only where no other money is at home and the sum is one of pay.
            let rand = code == "ZAR" || code == "MYR";
            let digits =
                || text[at..].bytes().filter(|b| !matches!(b, b' ' | b',')).take_while(u8::is_ascii_digit).count();
            if (end == at || rand)
                && (!rand || of.home.is_none() && digits() >= 3)
                && before.ends_with(sign)
                && word_begins(text, end - sign.len(), sign)
                && of.raw.get(of.folded.raw_span(end - sign.len()..end)).is_some_and(|raw| raw == sign.to_uppercase())
            {
                return Some((code.to_owned(), end - sign.len()));
            }
        }
        let code = before.get(before.len().checked_sub(3)?..).filter(|c| is_code(of, end - 3, c))?;
        crate::phrases::border_at(text, end - 3).then(|| (iso(code), end - 3))
    }
}

/// A code of ISO 4217: well-known ones however they are written, others (which are words too: "all", "top") in capitals.
fn is_code(of: &Text<'_>, at: usize, code: &str) -> bool {
    if CODES.contains(&code) {
        return true;
    }
    code.bytes().all(|b| b.is_ascii_lowercase())
        && of.raw.get(of.folded.raw_span(at..at + 3)).is_some_and(|raw| {
            raw.bytes().all(|b| b.is_ascii_uppercase()) && iso_currency::Currency::from_code(raw).is_some()
        })
}

fn iso(code: &str) -> String {
    if code == "rur" { "RUB".to_owned() } else { code.to_uppercase() }
}

fn word_ends(text: &str, at: usize, symbol: &str) -> bool {
    !symbol.ends_with(char::is_alphabetic) || crate::phrases::border_at(text, at)
}

fn word_begins(text: &str, at: usize, symbol: &str) -> bool {
    !symbol.starts_with(char::is_alphabetic) || crate::phrases::border_at(text, at)
}
