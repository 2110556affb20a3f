# Zgłoszenia, zawiadomienia organów i prośby o komentarz po polsku; terminy rozporządzenia (UE) 2022/2065 pochodzą z jego
# polskiej wersji.

demonstration = DEMONSTRACJA: organizacja jest zmyślona. Nie wysyłać.
demonstration-subject = [DEMONSTRACJA]

## Head.

title-notice = Zgłoszenie nielegalnych treści na podstawie art. 16 rozporządzenia (UE) 2022/2065 (akt o usługach cyfrowych)
title-elsewhere = Zgłoszenie nielegalnych treści, z elementami art. 16 ust. 2 rozporządzenia (UE) 2022/2065 (akt o usługach cyfrowych)
title-contract = Zgłoszenie treści niezgodnych z Państwa warunkami korzystania z usług
title-referral = Zawiadomienie właściwego organu o treściach w internecie
title-comment = Prośba o komentarz przed publikacją
head-number = Numer
head-to = Do
head-from = Od
head-date = Data
head-jurisdiction = Prawo, na którym się opiera
head-organisation = Organizacja
head-posts = Liczba wpisów
head-part = Część
head-category = Kategoria
head-about = Dotyczy
part-of = { $part } z { $parts }
desk = { $platform }, dział zgłoszeń
authority = Właściwy organ

intro-notice = { $name } niniejszym zgłasza platformie { $platform } wpisy wskazane pod lit. b) (liczba: { $count }), uważa je za nielegalne treści i prosi o podjęcie działań w związku z tym zgłoszeniem.
intro-elsewhere = { $name } niniejszym zgłasza platformie { $platform } wpisy wskazane pod lit. b) (liczba: { $count }) i uważa je za nielegalne według następującego prawa: { $jurisdiction }. Prawo to nie jest prawem Unii; zgłoszenie zawiera elementy wymagane w art. 16 ust. 2 rozporządzenia (UE) 2022/2065.
intro-contract = { $name } niniejszym zgłasza platformie { $platform } wpisy wskazane pod lit. b) (liczba: { $count }) jako niezgodne z jej warunkami korzystania z usług. Nie powołuje się podstawy prawnej.
intro-referral = To jest zawiadomienie: przekazuje fakty. O tym, czy stosuje się rozporządzenie (UE) 2021/784 lub prawo krajowe, decyduje organ. Nie jest to nakaz usunięcia i nie wyznacza terminu.
asks = Prosimy:
asks-receipt = o potwierdzenie otrzymania zgłoszenia bez zbędnej zwłoki (art. 16 ust. 4),
asks-decide = o podjęcie decyzji terminowo, z należytą starannością, w sposób niearbitralny i obiektywny (art. 16 ust. 6),
asks-tell = o powiadomienie o decyzji bez zbędnej zwłoki, z informacją o możliwościach odwołania się i o użyciu zautomatyzowanych środków (art. 16 ust. 5 i 6).
asks-plain = o potwierdzenie otrzymania, podjęcie decyzji i przekazanie jej zgłaszającemu.
trusted-flagger = { $name } jest zaufanym podmiotem sygnalizującym w rozumieniu art. 22 rozporządzenia (UE) 2022/2065. Status przyznał koordynator do spraw usług cyfrowych: { $by }, dnia { $on }. Wyznaczona dziedzina wiedzy eksperckiej: { $expertise }. Zgłoszenia w tej dziedzinie traktuje się priorytetowo i rozpatruje bez zbędnej zwłoki (art. 22 ust. 1).

## Whose law.

jurisdiction-EU = Unia Europejska (UE)
jurisdiction-UK = Zjednoczone Królestwo (UK)
jurisdiction-US = Stany Zjednoczone (US)
jurisdiction-AT = Austria
jurisdiction-BE = Belgia
jurisdiction-BG = Bułgaria
jurisdiction-CY = Cypr
jurisdiction-CZ = Czechy
jurisdiction-DE = Niemcy
jurisdiction-DK = Dania
jurisdiction-EE = Estonia
jurisdiction-ES = Hiszpania
jurisdiction-FI = Finlandia
jurisdiction-FR = Francja
jurisdiction-GR = Grecja
jurisdiction-HR = Chorwacja
jurisdiction-HU = Węgry
jurisdiction-IE = Irlandia
jurisdiction-IT = Włochy
jurisdiction-LT = Litwa
jurisdiction-LU = Luksemburg
jurisdiction-LV = Łotwa
jurisdiction-MT = Malta
jurisdiction-NL = Holandia
jurisdiction-PL = Polska
jurisdiction-PT = Portugalia
jurisdiction-RO = Rumunia
jurisdiction-SE = Szwecja
jurisdiction-SI = Słowenia
jurisdiction-SK = Słowacja

## (a) Reasons.

heading-a = (a) Wystarczająco uzasadnione wyjaśnienie powodów, dla których zarzuca się, że dane informacje stanowią nielegalne treści
heading-a-contract = (a) Wystarczająco uzasadnione wyjaśnienie powodów
heading-facts = Fakty i ocena
sub-assessment = Czym są wpisy
numbered = { $count ->
    [one] Wpis { $numbers }
   *[other] Wpisy { $numbers }
 }
assessed = { $posts } (kampania { $campaign } sprawy): jest { $term } ({ $from }–{ $to } %, { $scale }), że jest to werbunek w imieniu { $organisation }.
assessed-even = { $posts } (kampania { $campaign } sprawy): to, że jest to werbunek w imieniu { $organisation }, ocenia się tak: { $term } ({ $from }–{ $to } %, { $scale }).
confidence = Pewność tej oceny: { $level }.
quoted = Słowami sprawy: „{ $text }”
items-for = Co za tym przemawia:
items-against = Co przemawia przeciw temu:
items-neither = Co nie przemawia za żadną ze stron:
item = { $id }, { $family }: iloraz wiarygodności { $ratio } ({ $support }), ocena źródła { $grade }. { $quoted }
ratio-at-least = co najmniej { $ratio }
ratio-over = ponad { $ratio }
ratio-at-most = co najwyżej { $ratio }
ratio-under = poniżej { $ratio }
together = Wszystkie dowody razem, każde pochodzenie raz: iloraz wiarygodności { $ratio } ({ $support }).
prior = Przed tymi dowodami przyjęto prawdopodobieństwo { $prior } %.
other-prior = Gdyby przyjąć { $prior } %, ocena brzmiałaby: { $term }.
items-more = Pozostałe dowody ({ $count }) są w notice.json.
offers-work = Każdy wpis przytoczono pod lit. b) słowami, którymi werbuje.

term-almost-no-chance = prawie żadna szansa („almost no chance”)
term-remote-chance = odległa możliwość („remote chance”)
term-very-unlikely = bardzo mało prawdopodobne („very unlikely”)
term-highly-unlikely = wysoce nieprawdopodobne („highly unlikely”)
term-unlikely = mało prawdopodobne („unlikely”)
term-realistic-possibility = realna możliwość („realistic possibility”)
term-roughly-even-chance = mniej więcej równa szansa („roughly even chance”)
term-likely = prawdopodobne („likely”)
term-very-likely = bardzo prawdopodobne („very likely”)
term-highly-likely = wysoce prawdopodobne („highly likely”)
term-almost-certain = niemal pewne („almost certain”)
level-low = niska
level-moderate = średnia
level-high = wysoka
support-0 = nie wspiera żadnej ze stron
support-1 = słabe wsparcie
support-2 = umiarkowane wsparcie
support-3 = umiarkowanie silne wsparcie
support-4 = silne wsparcie
support-5 = bardzo silne wsparcie
support-6 = niezwykle silne wsparcie
family-language = sformułowania
family-contact = kontakty
family-offer = oferta
family-media = obrazy i filmy
family-self-identification = sam wymienia organizację
family-account-link = powiązania między kontami
family-coordination = koordynacja
family-second-source = drugie źródło
family-parody = parodia
family-news = wiadomości
family-copycat-scam = naśladownictwo oszustów
family-contact-used-by-others = kontakty używane przez innych

sub-law = Podstawa prawna
law-item = { $number }. { $jurisdiction }, { $authority }: { $measure } ({ $kind }), { $interval }. Źródło: { $source }.
law-posts = W dniu publikacji obowiązywało dla: { $posts }.
interval-since = obowiązuje od { $from }
interval-until = obowiązuje od { $from }, nie obowiązuje od { $until }
interval-call = z { $from }; nikogo nie wiąże
kind-sanctions = środek ograniczający (lista sankcyjna)
kind-terrorist_listing = wpis na listę organizacji terrorystycznych
kind-proscription = zakaz
kind-criminal = stwierdzenie, że jest to organizacja przestępcza
kind-call = apel, niewiążący
kind-unknown = rodzaju nie podano
means-sanctions = Jest to środek ograniczający. Nie jest to wpis na listę organizacji terrorystycznych, a niniejsze zgłoszenie nie żąda usunięcia na podstawie rozporządzenia (UE) 2021/784.
means-terrorist_listing = Nakazy usunięcia na podstawie rozporządzenia (UE) 2021/784 wydają wyłącznie właściwe organy; niniejsze zgłoszenie nim nie jest i nie prosi, by je tak traktować.
means-proscription = Środek ten zakazuje organizacji. Niniejsze zgłoszenie nie jest nakazem usunięcia na podstawie rozporządzenia (UE) 2021/784.
means-criminal = Środek ten dotyczy organizacji przestępczej. Nie jest to wpis na listę organizacji terrorystycznych, a niniejsze zgłoszenie nie żąda usunięcia na podstawie rozporządzenia (UE) 2021/784.
law-alleged = { $posts }: opublikowano, gdy { $organisation } była objęta tym środkiem. Zgłaszający zarzuca, że zgodnie z powyższą oceną jest to werbunek dla niej i że dlatego, w odniesieniu do tej działalności, nie jest to zgodne ze wskazanym prawem (art. 3 lit. h) rozporządzenia (UE) 2022/2065).
law-alleged-elsewhere = { $posts }: opublikowano, gdy { $organisation } była objęta tym środkiem. Zgłaszający zarzuca, że zgodnie z powyższą oceną jest to werbunek dla niej i że dlatego nie jest to zgodne ze wskazanym prawem.
law-prohibitions = { $posts }: opublikowano, gdy { $organisation } była objęta tym środkiem. Zgodnie z powyższą oceną zgłaszający uważa to za werbunek dla niej i za naruszenie zakazów związanych z tym środkiem; który z nich ma zastosowanie, pozostaje do oceny.
law-provisions = Przepisy, które zgłaszający uważa za naruszone: { $text }
law-none = { $posts }: opublikowano, gdy według wskazanego tu prawa nie obowiązywał żaden środek: { $jurisdiction }. Nie powołuje się tu podstawy prawnej.
law-between = { $posts }: opublikowano w chwili, której dzień w strefie czasowej sprawy nie jest dniem w UTC; środek według wskazanego tu prawa obowiązywał tylko w jednym z tych dni: { $jurisdiction }. Nie powołuje się tu podstawy prawnej.
law-undated = { $posts }: czas publikacji nie jest znany. Nie powołuje się tu podstawy prawnej.

sub-rule = Podstawa umowna (por. art. 17 ust. 3 lit. e) rozporządzenia (UE) 2022/2065)
rule-posts = Niezależnie od tego uważa się za niezgodne z następującą Państwa zasadą: { $posts }.
rule-posts-only = Uważa się za niezgodne z następującą Państwa zasadą: { $posts }.
rule-item = { $title } ({ $url }), wydanie: { $edition }
rule-text = „{ $text }”
rule-why = Zgodnie z powyższą oceną uważa się to za werbunek dla { $organisation } ({ $kind }).
limit-own-list = Zasada mówi o organizacjach, które Państwo sami wyznaczają. Czy wyznaczyli Państwo tę, zgłaszającemu nie wiadomo.
limit-type = Czy organizacja należy do tych, o których mówi zasada, oceniają Państwo; środki wskazane w zgłoszeniu są do tego faktami.
limit-violence = Zasada mówi o propagowaniu przemocy. Czy werbunek dla organizacji zbrojnej nim jest, oceniają Państwo.
limit-legality = Zasada zakazuje tego, co nielegalne; zob. podstawę prawną.

## (b) Location.

heading-b = (b) Jasne wskazanie dokładnej elektronicznej lokalizacji informacji oraz dodatkowe informacje umożliwiające ich identyfikację
heading-posts = Wpisy: dokładna elektroniczna lokalizacja i identyfikacja
post-title = Wpis { $number }
field-url = Adres URL
field-id = Numer wpisu na { $platform }
field-account = Konto
account-id = numer { $id }
field-published = Opublikowano
field-language = Język
field-text = Tekst w zebranej postaci
text-cut = { $text } […]
field-organisation = Wymienia organizację
field-contact = Kontakt ({ $kind })
field-picture-contact = Kontakt na obrazie lub w filmie ({ $kind })
contact-phone = numer telefonu
contact-whatsapp = WhatsApp
contact-viber = Viber
contact-signal = Signal
contact-telegram = Telegram
contact-telegram_invite = zaproszenie Telegram
contact-vk = VK
contact-instagram = Instagram
contact-facebook = Facebook
contact-email = adres e-mail
contact-url = adres internetowy
contact-domain = domena
contact-bitcoin = Bitcoin
contact-ethereum = Ethereum
contact-tron = TRON
contact-ton = TON
contact-bank_card = karta bankowa
field-sign = Oznaka werbunku ({ $sign })
field-offer = Oferowana płaca
field-media = Załączony plik ({ $kind }), SHA-256
media-picture = obraz
media-film = film
media-sound = dźwięk
field-media-unheld = Załączone pliki niezachowane
field-grounds = Środki obowiązujące tego dnia
field-evidence = Dowody, które się na nim opierają
field-look = Ostatnie sprawdzenie
look = { $at }: { $status }
status-up = dostępny
status-removed = usunięty
status-account_gone = konto zniknęło
status-private = prywatny
status-login_wall = za logowaniem
status-geo_blocked = zablokowany z miejsca sprawdzenia
status-age_gate = za kontrolą wieku
status-unknown = nie wiadomo
field-source = Zebrany rekord
field-more = Inne zaznaczone miejsca
quote = „{ $text }”
more-quotes = { $count }, w notice.json
none = brak
unknown = nie wiadomo

sign-fighting-role = rola bojowa
sign-role = rola
sign-war-work = praca wojenna
sign-invitation = zaproszenie
sign-vacancy = wolne miejsce pracy
sign-pay = płaca
sign-pay-spoken-of = mowa o płacy
sign-age-asked-for = wymagany wiek
sign-benefit = świadczenie
sign-condition = warunek
sign-contract = umowa
sign-account-to-write-to = konto, do którego należy pisać

## (c) and (d).

heading-c = (c) Imię i nazwisko lub nazwa oraz adres e-mail osoby lub podmiotu dokonujących zgłoszenia
heading-sender = Nadawca
field-name = Nazwa
field-email = Adres e-mail
heading-d = (d) Oświadczenie o dobrej wierze
good-faith = Osoba lub podmiot dokonujące zgłoszenia potwierdzają powzięte w dobrej wierze przekonanie, że informacje i zarzuty w nim zawarte są prawidłowe i kompletne.
good-faith-whose = Oświadczenie to jest oświadczeniem zgłaszającego. Przygotowano je z wyprzedzeniem, a zgłaszający potwierdza je, wysyłając zgłoszenie.
referral-faith = Fakty są takie, jak w sprawie; nadawca przekazuje je w dobrej wierze.

heading-attached = Załącznik i sprawdzenie
attached = To samo dla programów załączono jako notice.json.
ledger = Przygotowano ze sprawy, której rejestr miał wtedy wpisów: { $entries }; suma kontrolna ostatniego wpisu: { $head } (SHA-256). Każdy wpis prowadzi do bajtów pliku, którego SHA-256 tam się znajduje.

## Referral.

heading-designations = Środki wobec organizacji i ich rodzaj
designation-item = { $jurisdiction }, { $authority }: { $measure }. Rodzaj: { $kind }, { $interval }. Źródło: { $source }.

## Request for comment.

intro-comment = { $name } zamierza opublikować poniższe ustalenia i prosi o komentarz: { $party }.
heading-claims = Co zostanie opublikowane
claim = { $id }: „{ $text }”
heading-comment-posts = Wpisy na { $platform }
comment-post = { $url } (opublikowano { $at })
heading-questions = Pytania
question-wrong = Czy coś w tych stwierdzeniach jest błędne lub niepełne i co jest prawidłowe?
question-known = Czy { $platform } znała te wpisy lub konta, od kiedy i od kogo?
question-action = Co zrobiono z każdym wpisem, kiedy i na jakiej podstawie?
question-measures = Co robi { $platform } przeciw werbunkowi dla takich organizacji?
question-add = Co jeszcze powinni wiedzieć czytelnicy?
heading-deadline = Termin i sposób odpowiedzi
deadline = Prosimy o odpowiedź najpóźniej { $local } ({ $utc }).
answer-how = Prosimy o odpowiedź e-mailem na adres { $email } z podaniem numeru { $id }. Na stwierdzenia wskazane numerami można odpowiadać po kolei.
answer-kept = Odpowiedzi zachowuje się w otrzymanej postaci i przytacza dosłownie z datą. Jeśli do tego czasu żadna nie nadejdzie, publikacja to powie; późniejszą się doda.

## Subjects of e-mails.

subject-notice = { $id }: zgłoszenie nielegalnych treści na { $platform }, liczba wpisów: { $count }
subject-contract = { $id }: zgłoszenie wpisów na { $platform }, liczba: { $count }
subject-referral = { $id }: zawiadomienie o wpisach dotyczących { $organisation }, liczba: { $count }
subject-comment = { $id }: prośba o komentarz, odpowiedź najpóźniej { $deadline }
