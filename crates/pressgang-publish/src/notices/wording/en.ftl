# Notices, referrals and requests for comment in English. Names in curly brackets are filled in.
# Rules: the words of Regulation (EU) 2022/2065 where it has some; no sentence says more than the case; a probability and
# the analytic confidence never stand in one sentence; a restrictive measure is never called a terrorist listing.

demonstration = DEMONSTRATION: the organisation is invented. Do not send this.
demonstration-subject = [DEMONSTRATION]

## Head.

title-notice = Notice of illegal content under Article 16 of Regulation (EU) 2022/2065 (Digital Services Act)
title-elsewhere = Notice of illegal content, with the elements of Article 16(2) of Regulation (EU) 2022/2065 (Digital Services Act)
title-contract = Report of content that is incompatible with your terms and conditions
title-referral = Referral of online content to a competent authority
title-comment = Request for comment before publication
head-number = Number
head-to = To
head-from = From
head-date = Date
head-jurisdiction = Law it rests on
head-organisation = Organisation
head-posts = Posts
head-part = Part
head-category = Category
head-about = About
part-of = { $part } of { $parts }
desk = { $platform }, desk for notices
authority = Competent authority

intro-notice = { $name } hereby notifies { $platform } of { $count ->
    [one] the post
   *[other] the { $count } posts
 } set out under (b), considers { $count ->
    [one] it
   *[other] them
 } to be illegal content, and asks you to act on this notice.
intro-elsewhere = { $name } hereby notifies { $platform } of { $count ->
    [one] the post
   *[other] the { $count } posts
 } set out under (b) and considers { $count ->
    [one] it
   *[other] them
 } to be illegal under this law: { $jurisdiction }. That law is not Union law; this notice has the elements that Article 16(2) of Regulation (EU) 2022/2065 asks for.
intro-contract = { $name } hereby reports { $count ->
    [one] the post
   *[other] the { $count } posts
 } set out under (b) to { $platform } as incompatible with its terms and conditions. No legal ground is alleged.
intro-referral = This is a referral: it passes facts on. Whether Regulation (EU) 2021/784 or national law applies is for the authority to decide. It is not a removal order and sets no deadline.
asks = You are asked:
asks-receipt = to confirm receipt of this notice without undue delay (Article 16(4)),
asks-decide = to decide on it in a timely, diligent, non-arbitrary and objective manner (Article 16(6)),
asks-tell = to notify the decision without undue delay, with information on the possibilities for redress and on any use of automated means (Article 16(5) and (6)).
asks-plain = to confirm receipt, to decide on it, and to tell the notifier the decision.
trusted-flagger = { $name } is a trusted flagger within the meaning of Article 22 of Regulation (EU) 2022/2065. The status was awarded by the Digital Services Coordinator: { $by }, on { $on }. Designated area of expertise: { $expertise }. Notices within it are to be given priority and to be processed and decided upon without undue delay (Article 22(1)).

## Whose law.

jurisdiction-EU = European Union (EU)
jurisdiction-UK = United Kingdom (UK)
jurisdiction-US = United States (US)
jurisdiction-AT = Austria
jurisdiction-BE = Belgium
jurisdiction-BG = Bulgaria
jurisdiction-CY = Cyprus
jurisdiction-CZ = Czechia
jurisdiction-DE = Germany
jurisdiction-DK = Denmark
jurisdiction-EE = Estonia
jurisdiction-ES = Spain
jurisdiction-FI = Finland
jurisdiction-FR = France
jurisdiction-GR = Greece
jurisdiction-HR = Croatia
jurisdiction-HU = Hungary
jurisdiction-IE = Ireland
jurisdiction-IT = Italy
jurisdiction-LT = Lithuania
jurisdiction-LU = Luxembourg
jurisdiction-LV = Latvia
jurisdiction-MT = Malta
jurisdiction-NL = Netherlands
jurisdiction-PL = Poland
jurisdiction-PT = Portugal
jurisdiction-RO = Romania
jurisdiction-SE = Sweden
jurisdiction-SI = Slovenia
jurisdiction-SK = Slovakia

## (a) Reasons.

heading-a = (a) Sufficiently substantiated explanation of the reasons why the information is alleged to be illegal content
heading-a-contract = (a) Sufficiently substantiated explanation of the reasons
heading-facts = Facts and assessment
numbered = { $count ->
    [one] Post { $numbers }
   *[other] Posts { $numbers }
 }
sub-assessment = What the posts are
assessed = { $posts } (campaign { $campaign } of the case): it is { $term } ({ $from } to { $to } %, { $scale }) that this is recruiting on behalf of { $organisation }.
assessed-even = { $posts } (campaign { $campaign } of the case): there is a { $term } ({ $from } to { $to } %, { $scale }) that this is recruiting on behalf of { $organisation }.
confidence = Analytic confidence in this: { $level }.
quoted = In the words of the case: “{ $text }”
items-for = What speaks for it:
items-against = What speaks against it:
items-neither = What speaks for neither side:
item = { $id }, { $family }: likelihood ratio { $ratio } ({ $support }), source graded { $grade }. { $quoted }
ratio-at-least = at least { $ratio }
ratio-over = over { $ratio }
ratio-at-most = at most { $ratio }
ratio-under = under { $ratio }
together = All evidence together, each origin once: likelihood ratio { $ratio } ({ $support }).
prior = Before this evidence it was taken to be { $prior } % probable.
other-prior = Taken to be { $prior } % probable, it would be assessed as: { $term }.
items-more = { $count } further items stand in notice.json.
offers-work = Each post is quoted under (b) with the words by which it recruits.

term-almost-no-chance = almost no chance
term-remote-chance = remote chance
term-very-unlikely = very unlikely
term-highly-unlikely = highly unlikely
term-unlikely = unlikely
term-realistic-possibility = realistic possibility
term-roughly-even-chance = roughly even chance
term-likely = likely
term-very-likely = very likely
term-highly-likely = highly likely
term-almost-certain = almost certain
level-low = low
level-moderate = moderate
level-high = high
support-0 = no support for either side
support-1 = weak support
support-2 = moderate support
support-3 = moderately strong support
support-4 = strong support
support-5 = very strong support
support-6 = extremely strong support
family-language = wording
family-contact = contacts
family-offer = offer
family-media = pictures and films
family-self-identification = names the organisation itself
family-account-link = links between accounts
family-coordination = coordination
family-second-source = second source
family-parody = parody
family-news = news
family-copycat-scam = imitation by swindlers
family-contact-used-by-others = contacts used by others

sub-law = Legal ground
law-item = { $number }. { $jurisdiction }, { $authority }: { $measure } ({ $kind }), { $interval }. Source: { $source }.
law-posts = In force on the day of publication of: { $posts }.
interval-since = in force since { $from }
interval-until = in force from { $from }, no longer from { $until }
interval-call = of { $from }; it binds nobody
kind-sanctions = restrictive measure (sanctions listing)
kind-terrorist_listing = listing as a terrorist organisation
kind-proscription = ban
kind-criminal = finding that it is a criminal organisation
kind-call = call, not binding
kind-unknown = kind not stated
means-sanctions = This designation is a restrictive measure. It is not a listing as a terrorist organisation, and this notice does not ask for removal under Regulation (EU) 2021/784.
means-terrorist_listing = Removal orders under Regulation (EU) 2021/784 are issued by competent authorities alone; this notice is none and does not ask to be treated as one.
means-proscription = This designation bans the organisation. This notice is no removal order under Regulation (EU) 2021/784.
means-criminal = This designation is about a criminal organisation. It is not a listing as a terrorist organisation, and this notice does not ask for removal under Regulation (EU) 2021/784.
law-alleged = { $posts }: published while { $organisation } was so designated. The notifier alleges that this is, as assessed above, recruiting for it and therefore, in relation to that activity, not in compliance with the law named (Article 3, point (h), of Regulation (EU) 2022/2065).
law-alleged-elsewhere = { $posts }: published while { $organisation } was so designated. The notifier alleges that this is, as assessed above, recruiting for it and therefore not in compliance with the law named.
law-prohibitions = { $posts }: published while { $organisation } was so designated. As assessed above, the notifier considers this to be recruiting for it, and considers this to be in breach of the prohibitions attached to that measure; which of them applies is for assessment.
law-provisions = Provisions that the notifier considers infringed: { $text }
law-none = { $posts }: published when no designation was in force under the law named here: { $jurisdiction }. No legal ground is alleged here.
law-between = { $posts }: published at a time whose day in the time zone of the case is not its day in UTC; a designation under the law named here was in force on one of the two days only: { $jurisdiction }. No legal ground is alleged here.
law-undated = { $posts }: when it was published is not known. No legal ground is alleged here.

sub-rule = Contractual ground (cf. Article 17(3), point (e), of Regulation (EU) 2022/2065)
rule-posts = Apart from that, considered incompatible with this rule of yours: { $posts }.
rule-posts-only = Considered incompatible with this rule of yours: { $posts }.
rule-item = { $title } ({ $url }), edition: { $edition }
rule-text = “{ $text }”
rule-why = As assessed above, this is considered to be recruiting for { $organisation } ({ $kind }).
limit-own-list = The rule speaks of organisations that you yourself designate. Whether you have designated this one is not known to the notifier.
limit-type = Whether the organisation is one of those the rule speaks of is for you to assess; the designations named in this notice are facts for that.
limit-violence = The rule speaks of promoting violence. Whether recruiting for an armed organisation does so is for you to assess.
limit-legality = The rule forbids what is illegal; see the legal ground.

## (b) Location.

heading-b = (b) Clear indication of the exact electronic location of the information, and additional information enabling its identification
heading-posts = Posts: exact electronic location and identification
post-title = Post { $number }
field-url = URL
field-id = Number of the post on { $platform }
field-account = Account
account-id = number { $id }
field-published = Published
field-language = Language
field-text = Text as collected
text-cut = { $text } […]
field-organisation = Names the organisation
field-contact = Contact ({ $kind })
field-picture-contact = Contact in a picture or film ({ $kind })
contact-phone = phone number
contact-whatsapp = WhatsApp
contact-viber = Viber
contact-signal = Signal
contact-telegram = Telegram
contact-telegram_invite = Telegram invitation
contact-vk = VK
contact-instagram = Instagram
contact-facebook = Facebook
contact-email = e-mail address
contact-url = web address
contact-domain = domain
contact-bitcoin = Bitcoin
contact-ethereum = Ethereum
contact-tron = TRON
contact-ton = TON
contact-bank_card = bank card
field-sign = Sign of recruiting ({ $sign })
field-offer = Pay offered
field-media = Attached { $kind }, SHA-256
media-picture = picture
media-film = film
media-sound = sound
field-media-unheld = Attached files not held
field-grounds = Designations in force that day
field-evidence = Evidence that rests on it
field-look = Last looked at
look = { $at }: { $status }
status-up = up
status-removed = removed
status-account_gone = account gone
status-private = private
status-login_wall = behind a log-in
status-geo_blocked = blocked from where it was looked at
status-age_gate = behind an age gate
status-unknown = not known
field-source = Collected record
field-more = Further marked passages
quote = “{ $text }”
more-quotes = { $count }, in notice.json
none = none
unknown = not known

sign-fighting-role = fighting role
sign-role = role
sign-war-work = war work
sign-invitation = invitation
sign-vacancy = vacancy
sign-pay = pay
sign-pay-spoken-of = pay spoken of
sign-age-asked-for = age asked for
sign-benefit = benefit
sign-condition = condition
sign-contract = contract
sign-account-to-write-to = account to write to

## (c) and (d).

heading-c = (c) Name and email address of the person or entity submitting the notice
heading-sender = Sender
field-name = Name
field-email = Email address
heading-d = (d) Statement confirming the bona fide belief
good-faith = The person or entity submitting this notice confirms its bona fide belief that the information and allegations contained therein are accurate and complete.
good-faith-whose = This statement is the notifier's. It was drafted, and the notifier confirms it by sending this notice.
referral-faith = The facts stand as the case has them; the sender passes them on in good faith.

heading-attached = Attachment and verification
attached = The same for programs is attached as notice.json.
ledger = Drafted from a case whose ledger then had { $entries } entries and the head { $head } (SHA-256). Every post leads to bytes of a file whose SHA-256 stands there.

## Referral.

heading-designations = Designations of the organisation, and what they are
designation-item = { $jurisdiction }, { $authority }: { $measure }. Kind: { $kind }, { $interval }. Source: { $source }.

## Request for comment.

intro-comment = { $name } intends to publish the findings below and asks { $party } for comment.
heading-claims = What will be published
claim = { $id }: “{ $text }”
heading-comment-posts = The posts on { $platform }
comment-post = { $url } (published { $at })
heading-questions = Questions
question-wrong = Is anything in these statements wrong or incomplete, and what is right?
question-known = Did { $platform } know of these posts or accounts, since when and through whom?
question-action = What was done about each post, when, and on which ground?
question-measures = What does { $platform } do against recruiting for designated organisations?
question-add = What else should readers know?
heading-deadline = Deadline and how to answer
deadline = Please answer by { $local } ({ $utc }).
answer-how = Please answer by e-mail to { $email } and name the number { $id }. Statements that are named by their numbers can be answered one by one.
answer-kept = Answers are kept as they are received and quoted verbatim with their date. If none has come by then, the publication says so; one that comes later is added.

## Subjects of e-mails.

subject-notice = { $id }: notice of illegal content, { $count ->
    [one] 1 post
   *[other] { $count } posts
 } on { $platform }
subject-contract = { $id }: report of { $count ->
    [one] 1 post
   *[other] { $count } posts
 } on { $platform }
subject-referral = { $id }: referral of { $count ->
    [one] 1 post
   *[other] { $count } posts
 } about { $organisation }
subject-comment = { $id }: request for comment by { $deadline }
