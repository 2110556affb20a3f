# The sentences of assessments in English. Names in curly brackets are filled in; counts also choose the form.
# Rules: no sentence says more than its evidence; a probability term and analytic confidence never stand in one sentence
# (ICD 203, 2.e); figures stand beside what they were counted on.

## What was found, one sentence per item of evidence.

words-same = { $hits } of { $posts } { $posts ->
    [one] post
   *[other] posts
 } { $hits ->
    [one] has
   *[other] have
 } the wording of { $accounts ->
    [one] a verified account
   *[other] { $accounts } verified accounts
 } on { $platforms } (Jaccard index of 5-character sequences { $low } to { $high })
words-passage = { $hits } of { $posts } { $posts ->
    [one] post
   *[other] posts
 } { $hits ->
    [one] shares
   *[other] share
 } rare passages with { $accounts ->
    [one] a verified account
   *[other] { $accounts } verified accounts
 } on { $platforms } ({ $low } to { $high } of the shorter text)
words-translation = { $hits } of { $posts } { $posts ->
    [one] post
   *[other] posts
 } { $hits ->
    [one] says
   *[other] say
 } in another language what is said by { $accounts ->
    [one] a verified account
   *[other] { $accounts } verified accounts
 } on { $platforms } (likeness { $low } to { $high })
words-offer = { $hits } of { $posts } { $posts ->
    [one] post
   *[other] posts
 } { $hits ->
    [one] makes
   *[other] make
 } the same rare offer as { $accounts ->
    [one] a verified account
   *[other] { $accounts } verified accounts
 } on { $platforms } (likeness { $low } to { $high })
words-picture = { $hits } of { $posts } { $posts ->
    [one] post
   *[other] posts
 } { $hits ->
    [one] has a picture
   *[other] have pictures
 } with the text of one of { $accounts ->
    [one] a verified account
   *[other] { $accounts } verified accounts
 } on { $platforms } (Jaccard index of 5-character sequences { $low } to { $high })
words-media = { $hits } of { $posts } { $posts ->
    [one] post
   *[other] posts
 } { $hits ->
    [one] shows
   *[other] show
 } a picture or film of { $accounts ->
    [one] a verified account
   *[other] { $accounts } verified accounts
 } on { $platforms }
words-absent = none of { $posts } { $posts ->
    [one] post
   *[other] posts
 } has the wording or a rare passage of a verified account
named = { $hits } of { $posts } { $posts ->
    [one] post names
   *[other] posts name
 } the organisation { $posts ->
    [one] itself
   *[other] themselves
 }
contact-shared = { $hits } of { $posts } { $posts ->
    [one] post gives
   *[other] posts give
 } { $contacts ->
    [one] a contact
   *[other] { $contacts } contacts
 } that { $accounts ->
    [one] a verified account publishes
   *[other] { $accounts } verified accounts publish
 } too
contact-absent = none of the { $contacts } { $contacts ->
    [one] contact
   *[other] contacts
 } given is one that a verified account publishes
link-to = { $hits } of { $posts } { $posts ->
    [one] post links
   *[other] posts link
 } to { $accounts ->
    [one] a verified account
   *[other] { $accounts } verified accounts
 }, or { $hits ->
    [one] mentions, quotes or answers
   *[other] mention, quote or answer
 } it
link-from = { $accounts ->
    [one] a verified account links to, mentions, quotes or passes on
   *[other] { $accounts } verified accounts link to, mention, quote or pass on
 } { $hits } of { $posts } { $posts ->
    [one] account
   *[other] accounts
 } behind the posts
coordination = { $hits } of { $posts } { $posts ->
    [one] post
   *[other] posts
 } { $hits ->
    [one] was
   *[other] were
 } published within { $window } seconds of { $accounts ->
    [one] a verified account's
   *[other] { $accounts } verified accounts'
 } posts with the same content
second-source-restricted = A second source that may not be named here ({ $tlp }) ties the posts to the organisation.
second-source = { $source } ties { $contacts ->
    [one] a contact
   *[other] { $contacts } contacts
 } of { $hits } { $hits ->
    [one] post
   *[other] posts
 } to the organisation
against-parody = { $hits } of { $posts } { $posts ->
    [one] post looks
   *[other] posts look
 } like a joke, a parody or a warning
against-news = { $hits } of { $posts } { $posts ->
    [one] post looks
   *[other] posts look
 } like news that quotes such adverts
against-scam = { $hits } of { $posts } { $posts ->
    [one] post names
   *[other] posts name
 } a bank card or wallet that no verified account publishes, as swindlers who copy adverts do
against-others = { $contacts } of the { $all } { $all ->
    [one] contact
   *[other] contacts
 } given { $contacts ->
    [one] is
   *[other] are
 } carried by more posts outside this campaign than inside it

item-confirmed = { $item } (confirmed by { $by } on { $date }: { $reason })
item-rejected = { $item } (rejected by { $by } on { $date }, so it does not count: { $reason })
item-cannot-tell = { $item } ({ $by } looked at it on { $date } and could not tell, so it does not count: { $reason })

## What a ratio rests on.

proposition = { $posts ->
    [one] The post was
   *[other] The posts were
 } published by { $name } or on its behalf.
alternative = Somebody else published { $posts ->
    [one] it
   *[other] them
 }, who may know and copy what { $name } publishes.
alternative-second-source = Nobody of { $name } can be reached at these contacts, and the source is wrong.
basis-counted = Expected in { $if-so } of such cases if so, counted on { $verified ->
    [one] 1 verified account
   *[other] { $verified } verified accounts
 } with { $verified-hits } of { $verified-posts } posts held against the others; in { $if-not } if not, counted on { $ordinary ->
    [one] 1 ordinary account
   *[other] { $ordinary } ordinary accounts
 } with { $ordinary-hits } of { $ordinary-posts } posts.
basis-end = The data end there: no ordinary post shows it.
basis-ceiling = Counted, the ratio is { $measured }; it is taken as { $used }, because { $why }.
basis-judged = A judgement, not counted: { $why }.
why-copied-words = words can be copied by whoever has read them
why-new-words = an organisation may write new texts
why-copied-contact = a swindler may name a contact of the organisation beside one of his own
why-new-contact = an organisation may use new contacts
why-link-to = anybody can link to an account
why-link-from = accounts also point to strangers
why-no-link = most adverts link to no account
why-no-background = the case has no ordinary posts to compare with
why-meaning = how often strangers say the same in another language is not counted in a case
why-media = ordinary posts with pictures are too few to count
why-named = anybody can name an organisation, and the posts were found by its name
why-grade = the weight of a second source follows from its grade, { $grade }
why-reviewed = a person looked at it and it does not count
why-against = how often posts of the organisation look so is not counted
why-coordination = strangers who copy at once would look the same

## The assessment.

assessment = It is { $term } ({ $from } to { $to } %) that { $posts ->
    [one] this post recruits
   *[other] these { $posts } posts recruit
 } on behalf of { $name }.
assessment-even = There is a { $term } ({ $from } to { $to } %) that { $posts ->
    [one] this post recruits
   *[other] these { $posts } posts recruit
 } on behalf of { $name }.
scale-icd203 = ICD 203
scale-phia = PHIA Probability Yardstick
confidence-words-only = Analytic confidence is { $confidence }: only the words of the posts speak for it, and words can be copied.
confidence-one-origin = Analytic confidence is { $confidence }: what speaks for it has one origin ({ $families }).
confidence-none = Analytic confidence is { $confidence }: nothing speaks for it but that the posts are adverts that were found.
confidence-several = Analytic confidence is { $confidence }: { $families-count } kinds of evidence ({ $families }) from { $origins } origins agree; { $calibration }.
confidence-reviewed = Analytic confidence is { $confidence }: { $by } reviewed it and could not tell.
calibration-shown = on posts that are not in question such ratios turned out right
calibration-poor = on posts that are not in question such ratios turned out wrong too often, so the term is lowered
calibration-unknown = too few posts are not in question to show whether such ratios are right
calibration-words-shown = The ratios were tried on { $trials } groups of posts that are not in question and lose { $loss } bits to miscalibration (Cllr minus its minimum; 0.1 is the bound).
calibration-words-poor = Tried on { $trials } groups of posts that are not in question the ratios lose { $loss } bits to miscalibration (Cllr minus its minimum), more than the bound of 0.1.
calibration-words-unknown = Whether the ratios are right could not be shown: there are { $verified } groups of posts of { $accounts ->
    [one] 1 verified account
   *[other] { $accounts } verified accounts
 } and { $ordinary } of ordinary ones, and { $least } of each and { $least-accounts } verified accounts are needed.

## The paragraph.

paragraph-for = What speaks for it: { $items }.
paragraph-against = What speaks against it: { $items }.
paragraph-no-against = Nothing was found that speaks against it.
paragraph-weight = Together this is { $support } (likelihood ratio { $ratio }), where evidence of one origin counts once.
paragraph-prior = Before this evidence it was taken to be { $prior } % probable.
paragraph-sensitivity = Taken to be { $low } % probable instead, it would be { $low-term }; { $high } %, { $high-term }.
paragraph-same-term = The term stays the same from a prior of { $low } % to one of { $high } %.
cap-no-support = Held at “{ $term }”, because the evidence supports neither side.
cap-one-origin = Held at “{ $term }”, because all that speaks for it has one origin.
cap-one-family = Held at “{ $term }”, because all that speaks for it is of one kind.
cap-copyable = Held at “{ $term }”, because all that speaks for it can be copied by whoever reads what the verified accounts publish.
cap-no-second-source = Held at “{ $term }”, because no independent second source or human decision confirms it.
cap-uncalibrated = Held at “{ $term }”, because too few posts are not in question to show that such ratios are right.
cap-poor = Held at “{ $term }”, because such ratios turned out wrong too often on posts that are not in question.
cap-rejected = Held at “{ $term }”, because { $by } rejected it on { $date }: { $reason }
cap-cannot-tell = Held at “{ $term }”, because { $by } reviewed it on { $date } and could not tell: { $reason }
decision-confirmed = { $by } reviewed and confirmed it on { $date }: { $reason }

## Platforms as people write them.

platform-x = X
platform-facebook = Facebook
platform-instagram = Instagram
platform-telegram = Telegram
platform-vk = VK
platform-bluesky = Bluesky
platform-mastodon = Mastodon
platform-tiktok = TikTok
platform-youtube = YouTube
platform-reddit = Reddit
list-and = { $first } and { $last }
