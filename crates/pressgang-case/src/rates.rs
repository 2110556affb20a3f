//! Exchange rates: the European Central Bank's history, over it the rate files of the case.
//!
//! An amount is converted at the last rate at most seven days before its day; where there is none it stays in its own
//! currency, and whoever prints it says so.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::Date;
use thiserror::Error;

use crate::files::FileError;
use crate::findings::UsedRate;

/// `date,currency,units_per_eur` since 1999, see NOTICE.
static ECB: &[u8] = include_bytes!("../data/ecb-rates.csv.zst");

/// How long a rate is good for, in days.
const GOOD_FOR_DAYS: i64 = 7;

/// Why a rate file was refused.
#[derive(Debug, Error)]
pub enum RatesError {
    /// It could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A line is wrong.
    #[error("{path}: line {line}: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Its line.
        line: u64,
        /// What is wrong.
        reason: String,
    },
}

/// The rates known to a case.
#[derive(Debug, Default)]
pub struct Rates {
    /// Per currency its rates by day, ascending; a later layer replaces a day of an earlier one.
    by_currency: HashMap<String, Vec<(Date, f64, u16)>>,
    sources: Vec<String>,
}

impl Rates {
    /// The ECB's history as shipped.
    pub fn shipped() -> Rates {
        let mut rates = Rates::default();
        // The unit test below holds that the shipped file can be read.
        let text = zstd::decode_all(ECB).unwrap_or_default();
        let _ = rates.add(Path::new("ecb-rates.csv"), &text, Some("European Central Bank"));
        rates
    }

    /// Adds a rate file: CSV with the columns `date`, `currency`, `units_per_eur` and `source`.
    pub fn add(&mut self, path: &Path, csv_text: &[u8], source: Option<&str>) -> Result<(), RatesError> {
        let wrong = |line: u64, reason: String| RatesError::Line { path: path.to_owned(), line, reason };
        let text = csv_text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv_text);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text);
        let headers = reader.headers().map_err(|e| wrong(1, e.to_string()))?.clone();
        let column = |name: &str| headers.iter().position(|h| h == name);
        let (Some(date), Some(currency), Some(units)) = (column("date"), column("currency"), column("units_per_eur"))
        else {
            return Err(wrong(1, "the columns date, currency and units_per_eur are needed".to_owned()));
        };
        let source_column = column("source");
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|e| wrong(0, e.to_string()))? {
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |i: usize| record.get(i).unwrap_or_default();
            let day: Date = cell(date)
                .parse()
                .map_err(|_| wrong(line, format!("{:?} is no date such as 2023-05-30", cell(date))))?;
            let rate: f64 = cell(units).parse().unwrap_or(f64::NAN);
            if !(rate.is_finite() && rate > 0.0) {
                return Err(wrong(line, format!("units_per_eur {:?} is no positive number", cell(units))));
            }
            let code = cell(currency).to_uppercase();
            if code.len() != 3 {
                return Err(wrong(line, format!("{:?} is no ISO 4217 currency", cell(currency))));
            }
            let named = source_column.map(cell).filter(|s| !s.is_empty()).or(source).unwrap_or("rate file of the case");
            let source = self.source(named);
            self.by_currency.entry(code).or_default().push((day, rate, source));
        }
        for days in self.by_currency.values_mut() {
            // A stable sort keeps layers in order within a day, so the last one of a day wins below.
            days.sort_by_key(|(day, _, _)| *day);
        }
        Ok(())
    }

    fn source(&mut self, name: &str) -> u16 {
        match self.sources.iter().position(|known| known == name) {
            Some(at) => at as u16,
            None => {
                self.sources.push(name.to_owned());
                (self.sources.len() - 1) as u16
            }
        }
    }

    /// The rate to use for `currency` on `day`; `None` if there is none of the seven days before.
    pub fn on(&self, currency: &str, day: Date) -> Option<UsedRate> {
        if currency == "EUR" {
            return Some(UsedRate {
                date: day,
                currency: "EUR".into(),
                units_per_eur: 1.0,
                source: "by definition".into(),
            });
        }
        let days = self.by_currency.get(currency)?;
        let upto = days.partition_point(|(known, _, _)| *known <= day);
        let &(date, units_per_eur, source) = days[..upto].last()?;
        let oldest = day.checked_sub(GOOD_FOR_DAYS.days()).ok()?;
        (date >= oldest).then(|| UsedRate {
            date,
            currency: currency.to_owned(),
            units_per_eur,
            source: self.sources[usize::from(source)].clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_and_limits() {
        let mut rates = Rates::shipped();
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert!(rates.on("RUB", day("2022-02-25")).is_some());
        assert_eq!(rates.on("RUB", day("2022-03-08")).unwrap().date, day("2022-03-01"));
        assert_eq!(rates.on("RUB", day("2022-03-09")), None, "the rouble left the list on 2022-03-01");
        assert_eq!(rates.on("VND", day("2023-01-01")), None);
        rates
            .add(Path::new("r.csv"), b"date,currency,units_per_eur,source\n2023-05-29,RUB,85.7143,demo\n", None)
            .unwrap();
        let used = rates.on("RUB", day("2023-05-30")).unwrap();
        assert_eq!((used.units_per_eur, used.source.as_str()), (85.7143, "demo"));
        assert!(rates.add(Path::new("r.csv"), b"date,currency,units_per_eur\nx,RUB,1\n", None).is_err());
    }
}
