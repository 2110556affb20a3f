//! A notice or a referral from its head to its end.

use pressgang_case::{Draft, NoticeKind, TrustedFlagger, is_of_union};
use pressgang_signals::{Designation, DesignationKind};

use super::document::{Block, Document};
use super::platforms::{self, Rule};
use super::wording::{Told, Wording};
use super::{Letterhead, day};

/// What a letter is made of.
pub struct Parts<'a, 'f> {
    pub draft: &'a Draft<'f>,
    pub head: &'a Letterhead<'a>,
    pub wording: &'a Wording,
    /// The platform's own rules that fit.
    pub rules: &'a [Rule<'a>],
    /// What the notifier considers infringed.
    pub provisions: Option<&'a str>,
}

/// What a letter may allege.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Illegal content under Union law or the law of a member state.
    Union,
    /// Illegal content under other law.
    Elsewhere,
    /// A breach of the platform's terms alone.
    Contract,
    /// Nothing: facts are passed on.
    Referral,
}

impl Parts<'_, '_> {
    /// What the letter may allege.
    pub fn frame(&self) -> Frame {
        match () {
            () if self.draft.kind == NoticeKind::Referral => Frame::Referral,
            () if self.draft.designations().is_empty() => Frame::Contract,
            () if is_of_union(&self.draft.jurisdiction) => Frame::Union,
            () => Frame::Elsewhere,
        }
    }

    /// The status of a trusted flagger, where the letter is one of those that Article 22 is about: notices of what Union
    /// law makes illegal.
    pub fn status(&self) -> Option<&TrustedFlagger> {
        self.head.trusted_flagger.filter(|_| self.frame() == Frame::Union)
    }

    /// The source of the notice in the words of the DSA Transparency Database; none for referrals.
    pub fn source_type(&self) -> Option<&'static str> {
        match (self.frame(), self.status()) {
            (Frame::Referral, _) => None,
            (Frame::Union, Some(_)) => Some("SOURCE_TRUSTED_FLAGGER"),
            (Frame::Union, None) => Some("SOURCE_ARTICLE_16"),
            // Article 3, point (h), knows illegal content by Union law and the law of member states alone.
            (Frame::Elsewhere | Frame::Contract, _) => Some("SOURCE_TYPE_OTHER_NOTIFICATION"),
        }
    }

    /// The provisions that the notifier considers infringed, where a law is alleged to be.
    pub fn provisions(&self) -> Option<&str> {
        self.provisions.filter(|_| matches!(self.frame(), Frame::Union | Frame::Elsewhere))
    }

    /// Returns true for an organisation that does not exist.
    pub fn is_demonstration(&self) -> bool {
        self.draft.organisation.invented
    }

    /// The letter's subject as an e-mail.
    pub fn subject(&self) -> String {
        let message = match self.frame() {
            Frame::Union | Frame::Elsewhere => "subject-notice",
            Frame::Contract => "subject-contract",
            Frame::Referral => "subject-referral",
        };
        let platform = self.platform();
        let subject = self.wording.say(
            message,
            &[
                ("id", self.head.id.into()),
                ("count", self.draft.posts.len().into()),
                ("platform", (&platform).into()),
                ("organisation", (&self.draft.organisation.name).into()),
            ],
        );
        match self.is_demonstration() {
            true => format!("{} {subject}", self.wording.plain("demonstration-subject")),
            false => subject,
        }
    }

    /// The letter.
    pub fn document(&self) -> Document {
        let frame = self.frame();
        let title = match frame {
            Frame::Union => "title-notice",
            Frame::Elsewhere => "title-elsewhere",
            Frame::Contract => "title-contract",
            Frame::Referral => "title-referral",
        };
        let mut blocks = vec![Block::Fields(self.head_fields())];
        self.introduction(frame, &mut blocks);
        match frame {
            Frame::Referral => {
                self.heading("heading-facts", &mut blocks);
                super::reasons::assessments(self, &mut blocks);
                self.designations(&mut blocks);
                self.heading("heading-posts", &mut blocks);
                super::posts::posts(self, &mut blocks);
                self.heading("heading-sender", &mut blocks);
                blocks.push(Block::Fields(self.sender()));
                blocks.push(self.paragraph("referral-faith", &[]));
            }
            _ => {
                let is_contract = frame == Frame::Contract;
                self.heading(if is_contract { "heading-a-contract" } else { "heading-a" }, &mut blocks);
                super::reasons::assessments(self, &mut blocks);
                super::reasons::law(self, &mut blocks);
                super::reasons::rules(self, frame, &mut blocks);
                self.heading("heading-b", &mut blocks);
                super::posts::posts(self, &mut blocks);
                self.heading("heading-c", &mut blocks);
                blocks.push(Block::Fields(self.sender()));
                self.heading("heading-d", &mut blocks);
                blocks.push(self.paragraph("good-faith", &[]));
                blocks.push(self.paragraph("good-faith-whose", &[]));
            }
        }
        self.heading("heading-attached", &mut blocks);
        blocks.push(self.paragraph("attached", &[]));
        let (entries, head) = self.head.ledger;
        blocks.push(self.paragraph("ledger", &[("entries", (entries as usize).into()), ("head", head.into())]));
        Document {
            language: self.wording.language(),
            title: self.wording.plain(title),
            banner: self.is_demonstration().then(|| self.wording.plain("demonstration")),
            blocks,
        }
    }

    fn head_fields(&self) -> Vec<(String, String)> {
        let draft = self.draft;
        let field = |name: &str, value: String| (self.wording.plain(name), value);
        let addressee = match (self.draft.kind, &draft.platform) {
            (NoticeKind::Referral, _) | (_, None) => self.wording.plain("authority"),
            _ => self.wording.say("desk", &[("platform", (&self.platform()).into())]),
        };
        let to = match self.head.to.filter(|_| !self.is_demonstration()) {
            Some(address) => format!("{addressee} <{address}>"),
            None => addressee,
        };
        let organisation = format!("{} ({})", draft.organisation.name, self.organisation_kind());
        let mut fields = vec![
            field("head-number", self.head.id.to_owned()),
            field("head-to", to),
            field("head-from", format!("{} <{}>", self.head.notifier.name, self.head.notifier.email)),
            field("head-date", day(self.head.at, &self.head.config.time_zone).to_string()),
        ];
        if let Some(law) = self.law() {
            fields.push(field("head-jurisdiction", law));
        }
        fields.push(field("head-organisation", organisation));
        fields.push(field("head-posts", draft.posts.len().to_string()));
        if draft.part.1 > 1 {
            let part = self.wording.say("part-of", &[("part", draft.part.0.into()), ("parts", draft.part.1.into())]);
            fields.push(field("head-part", part));
        }
        let keywords = super::json::keywords(self).join(", ");
        let category = match keywords.is_empty() {
            true => super::json::CATEGORY.to_owned(),
            false => format!("{} ({keywords})", super::json::CATEGORY),
        };
        fields.push(field("head-category", category));
        fields
    }

    /// Whose law the letter rests on: that of the designations that were in force, each once.
    fn law(&self) -> Option<String> {
        let mut names: Vec<String> = Vec::new();
        for designation in self.draft.designations() {
            let name = self.jurisdiction(&designation.jurisdiction);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// A jurisdiction by its name in the letter's language; as the pack has it where there is none.
    pub fn jurisdiction(&self, named: &str) -> String {
        self.wording.name("jurisdiction", &pressgang_case::jurisdiction(named))
    }

    /// What the organisation is, in the pack's words, which are English.
    pub fn organisation_kind(&self) -> String {
        let kind = &self.draft.organisation.kind;
        match self.wording.language() {
            "en" => kind.clone(),
            _ => self.wording.say("quote", &[("text", kind.into())]),
        }
    }

    fn introduction(&self, frame: Frame, blocks: &mut Vec<Block>) {
        let message = match frame {
            Frame::Union => "intro-notice",
            Frame::Elsewhere => "intro-elsewhere",
            Frame::Contract => "intro-contract",
            Frame::Referral => "intro-referral",
        };
        let (platform, jurisdiction) = (self.platform(), self.jurisdiction(&self.draft.jurisdiction));
        let told = [
            ("name", Told::from(&self.head.notifier.name)),
            ("platform", (&platform).into()),
            ("count", self.draft.posts.len().into()),
            ("jurisdiction", (&jurisdiction).into()),
        ];
        blocks.push(self.paragraph(message, &told));
        if let Some(status) = self.status() {
            let on = status.on.to_string();
            let told = [
                ("name", Told::from(&self.head.notifier.name)),
                ("by", (&status.awarded_by).into()),
                ("on", (&on).into()),
                ("expertise", (&status.expertise).into()),
            ];
            blocks.push(self.paragraph("trusted-flagger", &told));
        }
        let asks: &[&str] = match frame {
            Frame::Union => &["asks-receipt", "asks-decide", "asks-tell"],
            Frame::Elsewhere | Frame::Contract => &["asks-plain"],
            Frame::Referral => return,
        };
        blocks.push(self.paragraph("asks", &[]));
        blocks.push(Block::Items(asks.iter().map(|message| self.wording.plain(message)).collect()));
    }

    /// All designations of the organisation, calls too, for an authority.
    fn designations(&self, blocks: &mut Vec<Block>) {
        self.heading("heading-designations", blocks);
        let items = self.draft.organisation.designations.iter().map(|designation| {
            let (kind, interval) = (self.kind(designation), self.interval(designation));
            self.wording.say(
                "designation-item",
                &[
                    ("jurisdiction", (&designation.jurisdiction).into()),
                    ("authority", (&designation.authority).into()),
                    ("measure", (&designation.measure).into()),
                    ("kind", (&kind).into()),
                    ("interval", (&interval).into()),
                    ("source", (&designation.source).into()),
                ],
            )
        });
        blocks.push(Block::Items(items.collect()));
    }

    fn sender(&self) -> Vec<(String, String)> {
        vec![
            (self.wording.plain("field-name"), self.head.notifier.name.clone()),
            (self.wording.plain("field-email"), self.head.notifier.email.clone()),
        ]
    }

    /// What a designation is, in words.
    pub fn kind(&self, designation: &Designation) -> String {
        self.wording.name("kind", designation.kind.map_or("unknown", DesignationKind::as_str))
    }

    /// When it is in force, in words.
    pub fn interval(&self, designation: &Designation) -> String {
        let from = designation.from.to_string();
        let until = designation.until.map(|until| until.to_string());
        match &until {
            _ if !designation.binding => self.wording.say("interval-call", &[("from", (&from).into())]),
            Some(until) => self.wording.say("interval-until", &[("from", (&from).into()), ("until", until.into())]),
            None => self.wording.say("interval-since", &[("from", (&from).into())]),
        }
    }

    /// The platform as people write it; empty for a referral about several.
    pub fn platform(&self) -> String {
        self.draft.platform.as_ref().map(|platform| platforms::name(platform).to_owned()).unwrap_or_default()
    }

    /// The numbers of some posts, "Post 3" or "Posts 1, 3–5".
    pub fn numbered(&self, numbers: &[usize]) -> String {
        let listed = super::ranges(numbers);
        self.wording.say("numbered", &[("count", numbers.len().into()), ("numbers", (&listed).into())])
    }

    pub fn heading(&self, message: &str, blocks: &mut Vec<Block>) {
        blocks.push(Block::Heading(self.wording.plain(message)));
    }

    pub fn paragraph(&self, message: &str, told: &[(&str, Told<'_>)]) -> Block {
        Block::Paragraph(self.wording.say(message, told))
    }
}
