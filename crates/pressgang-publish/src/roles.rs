//! English titles of the ISCO-08 groups that adverts of this kind name.

/// The title of a four-digit ISCO-08 code, `None` for one that is not in the table.
pub fn title(code: &str) -> Option<&'static str> {
    TITLES.iter().find(|(c, _)| *c == code).map(|(_, title)| *title)
}

/// A role as the report names it: title and code.
pub fn role(code: &str) -> String {
    title(code).map_or_else(|| format!("ISCO {code}"), |title| format!("{title} ({code})"))
}

const TITLES: [(&str, &str); 38] = [
    ("0110", "Commissioned armed forces officers"),
    ("0210", "Non-commissioned armed forces officers"),
    ("0310", "Armed forces, other ranks: fighters"),
    ("2211", "Generalist medical practitioners"),
    ("2212", "Specialist medical practitioners"),
    ("2221", "Nursing professionals"),
    ("2240", "Paramedical practitioners"),
    ("2423", "Personnel and careers specialists"),
    ("2512", "Software developers"),
    ("2522", "Systems administrators"),
    ("2523", "Computer network professionals"),
    ("2529", "Database and network professionals, other"),
    ("2634", "Psychologists"),
    ("2643", "Translators and interpreters"),
    ("3153", "Aircraft pilots; drone operators"),
    ("3221", "Nursing associate professionals"),
    ("3258", "Ambulance workers; medics"),
    ("3333", "Employment agents"),
    ("3434", "Chefs"),
    ("3512", "ICT user support technicians"),
    ("3513", "Computer network technicians"),
    ("3522", "Telecommunications technicians"),
    ("4416", "Personnel clerks"),
    ("5120", "Cooks"),
    ("5321", "Health care assistants"),
    ("5414", "Security guards"),
    ("7212", "Welders"),
    ("7231", "Motor vehicle mechanics"),
    ("7232", "Aircraft mechanics"),
    ("7233", "Machinery mechanics"),
    ("7411", "Electricians"),
    ("7422", "ICT installers"),
    ("7542", "Shotfirers and blasters"),
    ("8322", "Car, taxi and van drivers"),
    ("8331", "Bus drivers"),
    ("8332", "Heavy truck drivers"),
    ("8342", "Earthmoving plant operators"),
    ("9622", "Odd-job persons"),
];
