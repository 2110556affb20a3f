//! The case folder, its tables and ledger, and the pipeline from posts to numbers.
//!
//! The way of the data: [`Case::add`] takes files in, [`Case::run`] brings the stages up to date, [`Case::findings`]
//! gathers what is published. The clock is the caller's: every act is told what time it is.

mod add;
mod answers;
mod assessment_settings;
mod campaign_findings;
mod claims;
mod communities;
mod config;
mod coordination_settings;
mod error;
mod evaluate;
mod files;
mod findings;
mod folder;
mod found;
mod index;
mod ledger;
mod load_campaigns;
mod load_findings;
mod load_pictures;
mod looks;
mod lookup;
mod meaning;
mod media;
mod notices;
mod prints;
mod private_matching;
mod rates;
mod records;
mod reviews;
mod second_sources;
mod show;
mod stages;
mod survival;
pub mod tables;
mod verify;
mod wording;

pub use add::{AddOptions, Added, mapping};
pub use answers::statements::{StatementsRead, StatementsReject};
pub use answers::{
    Answer, AnswerError, AnswerFile, AnswerKind, AnswersFinding, Decided, DecisionWord, DueState, EnteredAnswer,
    FlaggerNotice, FlaggerYear, GivenFile, LONGEST_TEXT, NewAnswer, NewOthers, NoticeFinding, NoticeGroup, OthersAbout,
    OthersFinding, Own, Statement, Sureness, Times, Took, Verdict, Waiting,
};
pub use assessment_settings::AssessmentSettings;
pub use campaign_findings::{CampaignEvent, CampaignProfile, HubFinding, MemberTie, SharedContact, SharedPassage};
pub use claims::{
    ClaimError, CorrectedTexts, CorrectionFinding, MadeFrom, NewCorrection, Publication, Published, PublishedFile,
    RecordsUsed, ReportFiles, WithdrawnFinding,
};
pub use config::{Config, ConfigError, ReferenceAccount, Role, SourceEntry};
pub use error::CaseError;
pub use evaluate::{Calibration, Evaluation, LanguageTrials};
pub use files::write as write_file;
pub use files::{FileError, hash_bytes};
pub use findings::{
    CampaignFinding, Claim, CollectionFinding, ContactFinding, EvidenceItem, Findings, FoundPost, LastLook, MarkedSpan,
    OrganisationFinding, PayFinding, PictureFinding, PublishSettings, ReferenceFinding, Said, SeenContact,
    SourceFinding, SpanKind, UsedRate,
};
pub use folder::Case;
pub use ledger::{Entry, Ledger, LedgerError};
pub use looks::{DuePost, Dues, LookBook, LookDay, LookLock, NewLook, Revision, StoredLook, WarcPlace, is_restricted};
pub use lookup::{Likeness, Lookup, LookupScratch, Query, Seen, SeenPost, SharedPassages};
pub use meaning::{MarginScale, SentenceModel};
pub use media::{FetchRecord, MediaAdded, MediaState, UnheldMedia, UnreadMedia};
pub use notices::{
    Draft, DraftPost, DraftRequest, Drafts, Gap, MEMBER_STATES, NewNotice, Notice, NoticeError, NoticeFile, NoticeKind,
    Notifier, NotifierSettings, PlatformRule, Selection, Sent, TrustedFlagger, UNION, drafts, is_email, is_line,
    is_of_union, jurisdiction, sender_gaps,
};
pub use private_matching::{Meaning, Party, PrivateMatch, PrivateMatchEntered, PrivateRequest};
pub use rates::{Rates, RatesError};
pub use records::{RecordKind, STATUSES, is_removed};
pub use reviews::{Decision, NewReview, Review, ReviewError, ReviewTarget, Reviews};
pub use second_sources::{LeftOut, ListLimits, ListOptions, Restricted, SecondSourceChoice, Tlp};
pub use show::{ShownCapture, ShownPost};
pub use stages::{Progress, RunSummary, Silent};
pub use survival::{
    Comparison, LEAST_AT_RISK, LEAST_LIVES, LEAST_REMOVED, LeftOutLives, MedianTime, Neither, PostLife, RemovalCause,
    Spell, SurvivalCurves, SurvivalFindings, SurvivalGroup, SurvivalOf, Told,
};
pub use verify::{Checked, Place, Problem, Verification, Wrong, verify};
