//! Posts, the platforms that show them, and what was really shown.

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pressgang_watch::look::{Answer, Hop, State, Target};

use super::chance::Chance;
use super::faults::{Fault, Kind, Plan};
use super::http::{Asked, Reply, Way, serve};
use super::words::{Language, text};

/// One state of a post in one of the ways in which a platform shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The truth.
    pub state: State,
    /// Which way.
    pub way: u8,
    /// Other answers that are no error, because the platform shows the same for them.
    pub also: &'static [State],
    /// True if the platform's public means tell the state, at least coarsely.
    pub is_told: bool,
}

/// A case that the platform tells.
pub const fn told(state: State, way: u8, also: &'static [State]) -> Case {
    Case { state, way, also, is_told: true }
}

/// A case that nobody can tell from what the platform shows.
pub const fn untold(state: State, way: u8, also: &'static [State]) -> Case {
    Case { state, way, also, is_told: false }
}

/// A post on a platform.
#[derive(Clone, Debug)]
pub struct Post {
    /// The platform's place among the world's.
    pub at: usize,
    pub target: Target,
    pub case: Case,
    pub language: Language,
    pub text: String,
    /// The author's name.
    pub name: String,
    /// Chance of its own, for counts and wordings.
    pub seed: u64,
    /// Words of an address by which it is known.
    pub words: Vec<String>,
    pub plan: Plan,
}

impl Post {
    pub fn handle(&self) -> &str {
        self.target.handle.as_deref().unwrap_or_default()
    }

    pub fn account(&self) -> &str {
        self.target.account.as_deref().unwrap_or_default()
    }

    pub fn url(&self) -> &str {
        self.target.url.as_deref().unwrap_or_default()
    }

    /// The last part of its id.
    pub fn key(&self) -> &str {
        self.target.id.rsplit(['/', '_']).next().unwrap_or_default()
    }

    pub fn number(&self, end: u64) -> u64 {
        (self.seed >> 7) % end
    }
}

/// A platform: where it is, what it shows, and for which post somebody asks.
pub trait Platform: Send + Sync {
    fn name(&self) -> &'static str;
    fn hosts(&self) -> Vec<&'static str>;
    fn cases(&self) -> Vec<Case>;
    /// An invented post: its target, and the words of addresses by which it is known.
    fn target(&self, case: &Case, chance: &mut Chance) -> (Target, Vec<String>);
    /// The platform's honest answer.
    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply;
    /// Where it sends those who have to log in.
    fn log_in(&self) -> &'static str;
    fn home(&self, language: Language) -> Reply;
}

/// A request that was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    pub host: String,
    pub user_agent: String,
    pub asked_at: Instant,
}

/// Servers that run, with their posts.
pub struct World {
    pub posts: Vec<Post>,
    hosts: HashMap<String, SocketAddr>,
    names: HashMap<u16, String>,
    shared: Arc<Shared>,
    ended: Arc<AtomicBool>,
}

struct Shared {
    platforms: Vec<Box<dyn Platform>>,
    posts: Vec<Post>,
    known: HashMap<(usize, String), usize>,
    asked: Vec<AtomicUsize>,
    log: Mutex<Vec<Answered>>,
    hosts: HashMap<String, SocketAddr>,
    owners: HashMap<String, Vec<usize>>,
}

/// How a verdict compares with the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    Right,
    Wrong,
    /// Not told although it could be.
    Missed,
    /// Not told, and nobody could.
    Unknowable,
}

impl World {
    /// Posts of every platform, case and language, `each` of them; the same for the same seed.
    pub fn posts(platforms: &[Box<dyn Platform>], each: usize, seed: u64, faults: bool) -> Vec<Post> {
        let mut posts = Vec::new();
        for (at, platform) in platforms.iter().enumerate() {
            for case in platform.cases() {
                for language in Language::ALL {
                    for _ in 0..each {
                        let mut chance = Chance::new(seed, posts.len() as u64 + 1);
                        let (target, words) = platform.target(&case, &mut chance);
                        let seed = chance.next();
                        let name =
                            format!("{} {}", ["Ada", "Juri", "Noor", "Linh", "Max"][chance.below(5)], chance.below(99));
                        let plan = if faults { Plan::draw(&mut chance) } else { Plan::default() };
                        let text = text(language, seed);
                        posts.push(Post { at, target, case, language, text, name, seed, words, plan });
                    }
                }
            }
        }
        posts
    }

    /// Starts a listener for each host of each platform.
    pub fn start(platforms: Vec<Box<dyn Platform>>, posts: Vec<Post>) -> World {
        let mut known = HashMap::new();
        for (number, post) in posts.iter().enumerate() {
            for word in &post.words {
                let before = known.insert((post.at, word.clone()), number);
                assert!(before.is_none(), "{word} names two posts");
            }
        }
        let mut listeners: Vec<(Vec<usize>, String, TcpListener)> = Vec::new();
        for (at, platform) in platforms.iter().enumerate() {
            for host in platform.hosts() {
                match listeners.iter_mut().find(|(_, name, _)| name == host) {
                    Some((owners, ..)) => owners.push(at),
                    None => listeners.push((
                        vec![at],
                        host.to_owned(),
                        TcpListener::bind("127.0.0.1:0").expect("a free port"),
                    )),
                }
            }
        }
        let address = |listener: &TcpListener| listener.local_addr().expect("it is bound");
        let hosts: HashMap<String, SocketAddr> =
            listeners.iter().map(|(_, host, listener)| (host.clone(), address(listener))).collect();
        let names = hosts.iter().map(|(host, at)| (at.port(), host.clone())).collect();
        let asked = posts.iter().map(|_| AtomicUsize::new(0)).collect();
        let log = Mutex::default();
        let owners = listeners.iter().map(|(owners, host, _)| (host.clone(), owners.clone())).collect();
        let shared = Shared { platforms, posts: posts.clone(), known, asked, log, owners, hosts: hosts.clone() };
        let (shared, ended) = (Arc::new(shared), Arc::new(AtomicBool::new(false)));
        for (owners, host, listener) in listeners {
            let shared = shared.clone();
            serve(listener, host, ended.clone(), Arc::new(move |asked| shared.reply(&owners, asked)));
        }
        World { posts, hosts, names, shared, ended }
    }

    /// Every local address that may be asked.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.hosts.values().copied().collect()
    }

    /// Where a platform's address is found here; addresses of other hosts lead to where nobody listens.
    pub fn local(&self, address: &str) -> String {
        self.shared.local(address)
    }

    /// What a local address stands for.
    pub fn real(&self, address: &str) -> String {
        let Some(rest) = address.strip_prefix("http://127.0.0.1:") else { return address.to_owned() };
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        match rest[..end].parse().ok().and_then(|port: u16| self.names.get(&port)) {
            Some(host) => format!("https://{host}{}", &rest[end..]),
            None => address.to_owned(),
        }
    }

    /// The answer to an address, redirects followed, without any connection: for rules alone. `None` where a connection
    /// would have broken before an answer.
    pub fn ask(&self, address: &str, headers: &[(String, String)]) -> Option<Answer> {
        let (mut address, mut hops) = (address.to_owned(), Vec::new());
        for _ in 0..6 {
            let rest = address.split_once("://")?.1;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (host, target) = rest.split_at(end);
            let owners = self.shared.owners.get(host)?;
            let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
            let headers = headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
            let asked = Asked { host: host.to_owned(), target, headers, at: Instant::now() };
            let (reply, way) = self.shared.reply(owners, &asked);
            let location = reply.headers.iter().find(|(name, _)| *name == "Location").map(|(_, to)| self.real(to));
            if let Some(to) = location.filter(|_| (300..400).contains(&reply.status)) {
                hops.push(Hop { status: reply.status, to: to.split(['?', '#']).next().unwrap_or_default().to_owned() });
                address = to;
                continue;
            }
            let end = match way {
                Way::Dropped | Way::CutHead | Way::Crawl => return None,
                Way::CutLength => reply.body.len() / 2,
                Way::CutChunks => reply.body.len() * 2 / 3,
                Way::Whole | Way::Chunked | Way::Drip => reply.body.len(),
            };
            let headers =
                reply.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
            let body = reply.body[..end].to_vec();
            return Some(Answer { status: reply.status, headers, hops, is_cut: end < reply.body.len(), body });
        }
        None
    }

    /// All requests so far.
    pub fn log(&self) -> Vec<Answered> {
        self.shared.log.lock().expect("no thread panics with it").clone()
    }

    /// The shortest time between two requests to one host, in the order in which they came.
    pub fn shortest_pause(&self) -> Option<(String, Duration)> {
        let mut log = self.log();
        log.sort_by(|a, b| (&a.host, a.asked_at).cmp(&(&b.host, b.asked_at)));
        let pairs = log.windows(2).filter(|pair| pair[0].host == pair[1].host);
        let pauses = pairs.map(|pair| (pair[1].host.clone(), pair[1].asked_at - pair[0].asked_at));
        pauses.min_by_key(|(_, pause)| *pause)
    }

    pub fn platform(&self, post: &Post) -> &dyn Platform {
        &*self.shared.platforms[post.at]
    }

    /// Compares a verdict with the truth.
    pub fn mark(post: &Post, found: State) -> Mark {
        let Case { state, also, is_told, .. } = post.case;
        // JSON that does not end before the bound is no JSON.
        let is_hidden = post.plan.kind() == Kind::Never || post.plan.then == Some(Fault::Huge);
        let is_told = is_told && !is_hidden;
        let is_removal = matches!(state, State::RemovedByPlatform | State::RemovedByAuthor);
        let walls = [
            Fault::LogIn,
            Fault::Blocked,
            Fault::Captcha(200),
            Fault::Captcha(403),
            Fault::Captcha(429),
            Fault::Captcha(503),
        ];
        let met_wall = post.plan.first.iter().chain(&post.plan.then).any(|fault| walls.contains(fault))
            || matches!(post.target.platform.as_str(), "facebook" | "instagram");
        match found {
            State::Unknown if is_told => Mark::Missed,
            State::Unknown => Mark::Unknowable,
            State::Removed if is_removal => Mark::Right,
            found if found == state || also.contains(&found) => Mark::Right,
            // It was shown a wall, and says that nothing can be told.
            State::LoginWall if met_wall && is_told => Mark::Missed,
            State::LoginWall if met_wall => Mark::Unknowable,
            _ => Mark::Wrong,
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        for at in self.hosts.values() {
            let _ = TcpStream::connect(at);
        }
    }
}

impl Shared {
    fn local(&self, address: &str) -> String {
        let Some(rest) = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")) else {
            return address.to_owned();
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        match self.hosts.get(&rest[..end]) {
            Some(at) => format!("http://{at}{}", &rest[end..]),
            None => format!("http://127.0.0.1:9{}", &rest[end..]),
        }
    }

    /// `owners` are the platforms that the host belongs to; most hosts belong to one.
    fn reply(&self, owners: &[usize], asked: &Asked) -> (Reply, Way) {
        let words = asked.words();
        let known = |at: usize, word: &String| {
            self.known.get(&(at, word.clone())).or_else(|| self.known.get(&(at, word.to_lowercase()))).copied()
        };
        let found = owners.iter().find_map(|&at| Some((at, words.iter().find_map(|word| known(at, word))?)));
        let (at, number) = found.map_or((owners[0], None), |(at, number)| (at, Some(number)));
        let (mut reply, way) = self.choose(at, asked, number);
        for (name, value) in &mut reply.headers {
            if *name == "Location" && value.starts_with("http") {
                *value = self.local(value);
            }
        }
        self.log.lock().expect("no thread panics with it").push(Answered {
            host: asked.host.clone(),
            user_agent: asked.header("user-agent").unwrap_or_default().to_owned(),
            asked_at: asked.at,
        });
        (reply, way)
    }

    fn choose(&self, at: usize, asked: &Asked, number: Option<usize>) -> (Reply, Way) {
        let platform = &*self.platforms[at];
        let post = number.map(|number| &self.posts[number]);
        let honest = || platform.answer(asked, post);
        let Some((number, post)) = number.zip(post) else { return (honest(), Way::Whole) };
        let count = self.asked[number].fetch_add(1, Ordering::SeqCst);
        let Some(fault) = post.plan.at(count) else { return (honest(), Way::Whole) };
        let mut chance = Chance::new(post.seed, count as u64 + 1);
        match fault {
            Fault::LogIn => (Reply::to(302, platform.log_in()), Way::Whole),
            Fault::Home => (platform.home(post.language), Way::Whole),
            Fault::AsGone => {
                let cases = platform.cases();
                let gone = cases.iter().find(|case| matches!(case.state, State::Removed | State::RemovedByAuthor));
                let case = gone.copied().unwrap_or(post.case);
                (platform.answer(asked, Some(&Post { case, ..post.clone() })), Way::Whole)
            }
            Fault::Other => {
                let mut made = Chance::new(post.seed, 77);
                let (target, _) = platform.target(&post.case, &mut made);
                let cases = platform.cases();
                let case = cases.iter().find(|case| case.state == State::Up).copied().unwrap_or(post.case);
                let other = Post { target, case, name: "Someone Else".to_owned(), ..post.clone() };
                (platform.answer(asked, Some(&other)), Way::Whole)
            }
            Fault::Sent(way) => (honest(), way),
            Fault::WrongType => {
                let mut reply = honest();
                for (name, value) in &mut reply.headers {
                    if *name == "Content-Type" {
                        *value = ["text/plain", "application/octet-stream", "text/html"][chance.below(3)].to_owned();
                    }
                }
                (reply, Way::Whole)
            }
            Fault::Huge => {
                let mut reply = honest();
                let is_html = reply.body.ends_with(b"</html>\n");
                reply.body.extend_from_slice(if is_html { b"<!-- " } else { b"" });
                reply.body.extend(std::iter::repeat_n(b' ', 3_000_000));
                reply.body.extend_from_slice(if is_html { b"-->" } else { b"" });
                (reply, Way::Whole)
            }
            other => (other.reply(post.language, &mut chance).unwrap_or_else(honest), Way::Whole),
        }
    }
}
