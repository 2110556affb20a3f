# Notifications, signalements à une autorité et demandes de commentaire en français ; les termes du règlement (UE)
# 2022/2065 sont ceux de sa version française.

demonstration = DÉMONSTRATION : l'organisation est inventée. Ne pas envoyer.
demonstration-subject = [DÉMONSTRATION]

## Head.

title-notice = Notification de contenu illicite au titre de l'article 16 du règlement (UE) 2022/2065 (règlement sur les services numériques)
title-elsewhere = Notification de contenu illicite, avec les éléments de l'article 16, paragraphe 2, du règlement (UE) 2022/2065 (règlement sur les services numériques)
title-contract = Notification de contenu incompatible avec vos conditions générales
title-referral = Signalement de contenu en ligne à une autorité compétente
title-comment = Demande de commentaire avant publication
head-number = Numéro
head-to = À
head-from = De
head-date = Date
head-jurisdiction = Droit invoqué
head-organisation = Organisation
head-posts = Publications
head-part = Partie
head-category = Catégorie
head-about = Objet
part-of = { $part } sur { $parts }
desk = { $platform }, service des notifications
authority = Autorité compétente

intro-notice = { $name } notifie par la présente à { $platform } { $count ->
    [one] la publication indiquée au point b), la considère
   *[other] les { $count } publications indiquées au point b), les considère
 } comme du contenu illicite et vous demande de donner suite à cette notification.
intro-elsewhere = { $name } notifie par la présente à { $platform } { $count ->
    [one] la publication indiquée au point b) et la considère
   *[other] les { $count } publications indiquées au point b) et les considère
 } comme illicite au regard du droit suivant : { $jurisdiction }. Ce droit n'est pas le droit de l'Union ; la présente notification contient les éléments que demande l'article 16, paragraphe 2, du règlement (UE) 2022/2065.
intro-contract = { $name } notifie par la présente à { $platform } { $count ->
    [one] la publication indiquée au point b)
   *[other] les { $count } publications indiquées au point b)
 } comme incompatible avec ses conditions générales. Aucun fondement juridique n'est invoqué.
intro-referral = Ceci est un signalement : il transmet des faits. Il appartient à l'autorité de décider si le règlement (UE) 2021/784 ou le droit national s'applique. Ce n'est pas une injonction de retrait et il ne fixe aucun délai.
asks = Il vous est demandé :
asks-receipt = d'accuser réception de la présente notification dans les meilleurs délais (article 16, paragraphe 4),
asks-decide = de prendre une décision à son sujet en temps opportun, de manière diligente, non arbitraire et objective (article 16, paragraphe 6),
asks-tell = de notifier la décision dans les meilleurs délais, avec des informations sur les possibilités de recours et sur l'utilisation éventuelle de moyens automatisés (article 16, paragraphes 5 et 6).
asks-plain = d'accuser réception, de prendre une décision et de la communiquer à l'auteur de la notification.
trusted-flagger = { $name } est un signaleur de confiance au sens de l'article 22 du règlement (UE) 2022/2065. Le statut a été attribué par le coordinateur pour les services numériques : { $by }, le { $on }. Domaine d'expertise désigné : { $expertise }. Les notifications relevant de ce domaine sont prioritaires et doivent être traitées et donner lieu à des décisions dans les meilleurs délais (article 22, paragraphe 1).

## Whose law.

jurisdiction-EU = Union européenne (UE)
jurisdiction-UK = Royaume-Uni (UK)
jurisdiction-US = États-Unis (US)
jurisdiction-AT = Autriche
jurisdiction-BE = Belgique
jurisdiction-BG = Bulgarie
jurisdiction-CY = Chypre
jurisdiction-CZ = Tchéquie
jurisdiction-DE = Allemagne
jurisdiction-DK = Danemark
jurisdiction-EE = Estonie
jurisdiction-ES = Espagne
jurisdiction-FI = Finlande
jurisdiction-FR = France
jurisdiction-GR = Grèce
jurisdiction-HR = Croatie
jurisdiction-HU = Hongrie
jurisdiction-IE = Irlande
jurisdiction-IT = Italie
jurisdiction-LT = Lituanie
jurisdiction-LU = Luxembourg
jurisdiction-LV = Lettonie
jurisdiction-MT = Malte
jurisdiction-NL = Pays-Bas
jurisdiction-PL = Pologne
jurisdiction-PT = Portugal
jurisdiction-RO = Roumanie
jurisdiction-SE = Suède
jurisdiction-SI = Slovénie
jurisdiction-SK = Slovaquie

## (a) Reasons.

heading-a = (a) Explication suffisamment étayée des raisons pour lesquelles il est allégué que les informations en question sont du contenu illicite
heading-a-contract = (a) Explication suffisamment étayée des raisons
heading-facts = Faits et évaluation
sub-assessment = Ce que sont les publications
numbered = { $count ->
    [one] Publication { $numbers }
   *[other] Publications { $numbers }
 }
assessed = { $posts } (campagne { $campaign } du dossier) : il est { $term } ({ $from } à { $to } %, { $scale }) qu'il s'agisse de recrutement pour le compte de { $organisation }.
assessed-even = { $posts } (campagne { $campaign } du dossier) : qu'il s'agisse de recrutement pour le compte de { $organisation } est évalué comme suit : { $term } ({ $from } à { $to } %, { $scale }).
confidence = Degré de confiance de cette appréciation : { $level }.
quoted = Dans les termes du dossier : « { $text } »
items-for = Ce qui parle en ce sens :
items-against = Ce qui parle en sens contraire :
items-neither = Ce qui ne parle ni dans un sens ni dans l'autre :
item = { $id }, { $family } : rapport de vraisemblance { $ratio } ({ $support }), source cotée { $grade }. { $quoted }
ratio-at-least = d'au moins { $ratio }
ratio-over = supérieur à { $ratio }
ratio-at-most = d'au plus { $ratio }
ratio-under = inférieur à { $ratio }
together = Tous les éléments ensemble, chaque origine une fois : rapport de vraisemblance { $ratio } ({ $support }).
prior = Avant ces éléments, la probabilité était supposée de { $prior } %.
other-prior = Si on la suppose de { $prior } %, l'évaluation serait : { $term }.
items-more = { $count } autres éléments figurent dans notice.json.
offers-work = Chaque publication est citée au point b) avec les mots par lesquels elle recrute.

term-almost-no-chance = presque aucune chance (« almost no chance »)
term-remote-chance = possibilité lointaine (« remote chance »)
term-very-unlikely = très improbable (« very unlikely »)
term-highly-unlikely = hautement improbable (« highly unlikely »)
term-unlikely = improbable (« unlikely »)
term-realistic-possibility = possible de manière réaliste (« realistic possibility »)
term-roughly-even-chance = à peu près aussi probable qu'improbable (« roughly even chance »)
term-likely = probable (« likely »)
term-very-likely = très probable (« very likely »)
term-highly-likely = hautement probable (« highly likely »)
term-almost-certain = presque certain (« almost certain »)
level-low = faible
level-moderate = moyenne
level-high = élevée
support-0 = n'appuie aucune des deux propositions
support-1 = appui faible
support-2 = appui modéré
support-3 = appui modérément fort
support-4 = appui fort
support-5 = appui très fort
support-6 = appui extrêmement fort
family-language = formulation
family-contact = contacts
family-offer = offre
family-media = images et films
family-self-identification = nomme elle-même l'organisation
family-account-link = liens entre comptes
family-coordination = coordination
family-second-source = seconde source
family-parody = parodie
family-news = actualités
family-copycat-scam = imitation par des escrocs
family-contact-used-by-others = contacts utilisés par d'autres

sub-law = Fondement juridique
law-item = { $number }. { $jurisdiction }, { $authority } : { $measure } ({ $kind }), { $interval }. Source : { $source }.
law-posts = En vigueur le jour de la publication de : { $posts }.
interval-since = en vigueur depuis le { $from }
interval-until = en vigueur à partir du { $from }, plus à partir du { $until }
interval-call = du { $from } ; ne lie personne
kind-sanctions = mesure restrictive (liste de sanctions)
kind-terrorist_listing = inscription sur une liste d'organisations terroristes
kind-proscription = interdiction
kind-criminal = constat qu'il s'agit d'une organisation criminelle
kind-call = appel, non contraignant
kind-unknown = nature non indiquée
means-sanctions = Cette désignation est une mesure restrictive. Ce n'est pas une inscription sur une liste d'organisations terroristes, et la présente notification ne demande pas de retrait au titre du règlement (UE) 2021/784.
means-terrorist_listing = Les injonctions de retrait au titre du règlement (UE) 2021/784 sont émises par les seules autorités compétentes ; la présente notification n'en est pas une et ne demande pas à être traitée comme telle.
means-proscription = Cette désignation interdit l'organisation. La présente notification n'est pas une injonction de retrait au titre du règlement (UE) 2021/784.
means-criminal = Cette désignation porte sur une organisation criminelle. Ce n'est pas une inscription sur une liste d'organisations terroristes, et la présente notification ne demande pas de retrait au titre du règlement (UE) 2021/784.
law-alleged = { $posts } : publication pendant que { $organisation } était ainsi désignée. L'auteur de la notification allègue qu'il s'agit, comme évalué ci-dessus, de recrutement pour elle et que cela n'est donc, par rapport à cette activité, pas conforme au droit indiqué (article 3, point h), du règlement (UE) 2022/2065).
law-alleged-elsewhere = { $posts } : publication pendant que { $organisation } était ainsi désignée. L'auteur de la notification allègue qu'il s'agit, comme évalué ci-dessus, de recrutement pour elle et que cela n'est donc pas conforme au droit indiqué.
law-prohibitions = { $posts } : publication pendant que { $organisation } était ainsi désignée. Comme évalué ci-dessus, l'auteur de la notification considère cela comme du recrutement pour elle et comme contraire aux interdictions attachées à cette mesure ; il reste à apprécier laquelle s'applique.
law-provisions = Dispositions que l'auteur de la notification considère comme violées : { $text }
law-none = { $posts } : publication alors qu'aucune désignation n'était en vigueur selon le droit indiqué ici : { $jurisdiction }. Aucun fondement juridique n'est invoqué ici.
law-between = { $posts } : publication à un moment dont le jour dans le fuseau horaire du dossier n'est pas le jour en UTC ; une désignation selon le droit indiqué ici n'était en vigueur que l'un des deux jours : { $jurisdiction }. Aucun fondement juridique n'est invoqué ici.
law-undated = { $posts } : la date de publication n'est pas connue. Aucun fondement juridique n'est invoqué ici.

sub-rule = Fondement contractuel (cf. article 17, paragraphe 3, point e), du règlement (UE) 2022/2065)
rule-posts = Indépendamment de cela, considéré comme incompatible avec la règle suivante de votre plateforme : { $posts }.
rule-posts-only = Considéré comme incompatible avec la règle suivante de votre plateforme : { $posts }.
rule-item = { $title } ({ $url }), édition : { $edition }
rule-text = « { $text } »
rule-why = Comme évalué ci-dessus, cela est considéré comme du recrutement pour { $organisation } ({ $kind }).
limit-own-list = La règle parle d'organisations que vous désignez vous-mêmes. L'auteur de la notification ignore si vous avez désigné celle-ci.
limit-type = Il vous appartient d'apprécier si l'organisation est de celles dont parle la règle ; les désignations indiquées dans la présente notification sont des faits à cette fin.
limit-violence = La règle parle de promouvoir la violence. Il vous appartient d'apprécier si recruter pour une organisation armée en relève.
limit-legality = La règle interdit ce qui est illicite ; voir le fondement juridique.

## (b) Location.

heading-b = (b) Indication claire de l'emplacement électronique exact des informations et informations complémentaires permettant de les identifier
heading-posts = Publications : emplacement électronique exact et identification
post-title = Publication { $number }
field-url = URL
field-id = Numéro de la publication sur { $platform }
field-account = Compte
account-id = numéro { $id }
field-published = Publiée
field-language = Langue
field-text = Texte tel que recueilli
text-cut = { $text } […]
field-organisation = Nomme l'organisation
field-contact = Contact ({ $kind })
field-picture-contact = Contact dans une image ou un film ({ $kind })
contact-phone = numéro de téléphone
contact-whatsapp = WhatsApp
contact-viber = Viber
contact-signal = Signal
contact-telegram = Telegram
contact-telegram_invite = invitation Telegram
contact-vk = VK
contact-instagram = Instagram
contact-facebook = Facebook
contact-email = adresse électronique
contact-url = adresse web
contact-domain = domaine
contact-bitcoin = Bitcoin
contact-ethereum = Ethereum
contact-tron = TRON
contact-ton = TON
contact-bank_card = carte bancaire
field-sign = Signe de recrutement ({ $sign })
field-offer = Rémunération offerte
field-media = Fichier joint ({ $kind }), SHA-256
media-picture = image
media-film = film
media-sound = son
field-media-unheld = Fichiers joints non détenus
field-grounds = Désignations en vigueur ce jour-là
field-evidence = Éléments qui reposent sur elle
field-look = Dernière consultation
look = { $at } : { $status }
status-up = en ligne
status-removed = retirée
status-account_gone = compte disparu
status-private = privée
status-login_wall = derrière une connexion
status-geo_blocked = bloquée depuis le lieu de consultation
status-age_gate = derrière une vérification d'âge
status-unknown = non connu
field-source = Enregistrement recueilli
field-more = Autres passages marqués
quote = « { $text } »
more-quotes = { $count }, dans notice.json
none = aucune
unknown = non connu

sign-fighting-role = fonction de combat
sign-role = fonction
sign-war-work = travail de guerre
sign-invitation = invitation
sign-vacancy = poste à pourvoir
sign-pay = rémunération
sign-pay-spoken-of = rémunération évoquée
sign-age-asked-for = âge demandé
sign-benefit = avantage
sign-condition = condition
sign-contract = contrat
sign-account-to-write-to = compte à qui écrire

## (c) and (d).

heading-c = (c) Nom et adresse de courrier électronique du particulier ou de l'entité soumettant la notification
heading-sender = Expéditeur
field-name = Nom
field-email = Adresse de courrier électronique
heading-d = (d) Déclaration de bonne foi
good-faith = Le particulier ou l'entité soumettant la notification confirme penser, de bonne foi, que les informations et les allégations qu'elle contient sont exactes et complètes.
good-faith-whose = Cette déclaration est celle de l'auteur de la notification. Elle a été rédigée à l'avance ; il la confirme en envoyant la présente notification.
referral-faith = Les faits sont ceux du dossier ; l'expéditeur les transmet de bonne foi.

heading-attached = Pièce jointe et vérification
attached = Le même contenu pour les programmes est joint sous le nom notice.json.
ledger = Rédigé à partir d'un dossier dont le registre comptait alors { $entries } entrées ; empreinte de la dernière entrée : { $head } (SHA-256). Chaque publication mène à des octets d'un fichier dont le SHA-256 y figure.

## Referral.

heading-designations = Désignations de l'organisation, et leur nature
designation-item = { $jurisdiction }, { $authority } : { $measure }. Nature : { $kind }, { $interval }. Source : { $source }.

## Request for comment.

intro-comment = { $name } a l'intention de publier les constats ci-dessous et demande à { $party } de les commenter.
heading-claims = Ce qui sera publié
claim = { $id } : « { $text } »
heading-comment-posts = Les publications sur { $platform }
comment-post = { $url } (publiée { $at })
heading-questions = Questions
question-wrong = Y a-t-il dans ces énoncés quelque chose de faux ou d'incomplet, et qu'est-ce qui est exact ?
question-known = { $platform } avait-elle connaissance de ces publications ou comptes, depuis quand et par qui ?
question-action = Qu'a-t-il été fait au sujet de chaque publication, quand et sur quel fondement ?
question-measures = Que fait { $platform } contre le recrutement pour des organisations désignées ?
question-add = Que devraient savoir d'autre les lecteurs ?
heading-deadline = Délai et manière de répondre
deadline = Merci de répondre au plus tard le { $local } ({ $utc }).
answer-how = Merci de répondre par courrier électronique à { $email } en indiquant le numéro { $id }. Les énoncés désignés par leur numéro peuvent recevoir une réponse un par un.
answer-kept = Les réponses sont conservées telles que reçues et citées mot pour mot avec leur date. Si aucune n'est arrivée d'ici là, la publication le dit ; une réponse plus tardive est ajoutée.

## Subjects of e-mails.

subject-notice = { $id } : notification de contenu illicite, { $count ->
    [one] 1 publication
   *[other] { $count } publications
 } sur { $platform }
subject-contract = { $id } : notification de { $count ->
    [one] 1 publication
   *[other] { $count } publications
 } sur { $platform }
subject-referral = { $id } : signalement de { $count ->
    [one] 1 publication
   *[other] { $count } publications
 } concernant { $organisation }
subject-comment = { $id } : demande de commentaire, réponse au plus tard le { $deadline }
