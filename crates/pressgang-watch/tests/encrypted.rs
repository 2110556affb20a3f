//! Encrypted connections: only with whom an authority vouches for, and none leads to an unencrypted one.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use pressgang_watch::{FetchError, FetchSettings, Fetched, Fetcher};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::server::{PNG, Server, picture, settings};

/// Made for these tests; it is no authority of anybody.
const AUTHORITY: &[u8] = include_bytes!("certificates/authority.pem");
/// For 127.0.0.1, signed by the authority.
const CERTIFICATE: &[u8] = include_bytes!("certificates/server.pem");
/// The test server's own; it protects nothing.
const KEY: &[u8] = include_bytes!("certificates/server-key.pem");

/// An encrypted server that answers `/away` with a redirect and anything else with a picture.
fn server(away: String) -> SocketAddr {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream.unwrap());
            let Some(head) = super::server::read_head(&mut stream) else { continue };
            let (status, header, body) = match head.split(' ').nth(1) {
                Some("/away") => ("302 Found", format!("Location: {away}"), &b""[..]),
                _ => ("200 OK", "Content-Type: image/png".to_owned(), PNG),
            };
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(&[head.as_bytes(), body].concat()).and_then(|()| stream.flush());
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    at
}

fn fetch(settings: FetchSettings, address: &str) -> Result<Fetched, FetchError> {
    let folder = tempfile::tempdir().unwrap();
    Fetcher::new(settings).unwrap().fetch(address, folder.path(), &AtomicBool::new(false))
}

#[test]
fn only_with_whom_an_authority_vouches_for() {
    let plain = Server::start(|_, _, stream| picture(stream));
    let at = server(plain.url("/a.png"));
    let mut settings = settings(&[&plain]);
    settings.allowed.push(at);
    let unknown = fetch(settings.clone(), &format!("https://{at}/a.png")).unwrap_err();
    assert_eq!(unknown.to_string(), "no encrypted connection could be made: InvalidCertificate, UnknownIssuer");
    settings.authorities = Some(AUTHORITY.to_vec());
    assert_eq!(fetch(settings.clone(), &format!("https://{at}/a.png")).unwrap().bytes, PNG.len() as u64);
    // For another name the certificate is none.
    let port = at.port();
    settings.allowed.push(SocketAddr::new("::1".parse().unwrap(), port));
    let other = fetch(settings.clone(), &format!("https://localhost:{port}/a.png")).unwrap_err();
    assert!(other.to_string().contains("InvalidCertificate, NotValidForName"), "{other}");
    // And from there none leads to an unencrypted server, allowed as that one is.
    let away = fetch(settings.clone(), &format!("https://{at}/away")).unwrap_err();
    assert_eq!(away.to_string(), "a redirect: it leads from https to http");
    assert!(plain.requests(|_| ()).is_empty());
    settings.authorities = Some(b"nothing".to_vec());
    assert!(Fetcher::new(settings).is_err());
}
