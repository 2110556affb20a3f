//! Which network addresses are asked, and which never.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use thiserror::Error;

/// Why an address is not asked. The groups are those of IANA's registries of special-purpose addresses (RFC 6890).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum Refusal {
    /// This machine itself.
    #[error("this machine itself")]
    Loopback,
    /// RFC 1918, unique local and the deprecated site-local addresses.
    #[error("a private network")]
    Private,
    /// Neighbours on the same wire; clouds serve credentials there (169.254.169.254, fd00:ec2::254 is private anyway).
    #[error("a link-local address")]
    LinkLocal,
    /// RFC 6598: what providers share between customers.
    #[error("a provider's shared network")]
    Shared,
    /// Many receivers.
    #[error("a multicast or broadcast address")]
    Multicast,
    /// No address at all.
    #[error("an unspecified address")]
    Unspecified,
    /// An IPv6 address that stands for an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64): whatever checks only
    /// one of the two forms can be led astray by the other, so all are refused.
    #[error("an IPv4 address written as IPv6")]
    Embedded,
    /// Kept for documentation, benchmarks, protocols and the future; nothing public answers there.
    #[error("a reserved address")]
    Reserved,
    /// Web servers of media listen on 80 and 443.
    #[error("a port other than 80 and 443")]
    Port,
}

/// Why an address is not asked; `None` when it is a public one.
pub fn refusal(address: IpAddr) -> Option<Refusal> {
    match address {
        IpAddr::V4(v4) => refusal_v4(v4),
        IpAddr::V6(v6) => refusal_v6(v6),
    }
}

/// Why an address and port are not asked. `allowed` are asked all the same.
pub(crate) fn refusal_at(at: SocketAddr, allowed: &[SocketAddr]) -> Option<Refusal> {
    if allowed.contains(&at) {
        return None;
    }
    refusal(at.ip()).or_else(|| (!is_web_port(at.port())).then_some(Refusal::Port))
}

/// True if and only if web servers of media listen on it.
pub(crate) fn is_web_port(port: u16) -> bool {
    matches!(port, 80 | 443)
}

fn refusal_v4(address: Ipv4Addr) -> Option<Refusal> {
    Some(match address.octets() {
        [0, 0, 0, 0] => Refusal::Unspecified,
        [0, ..] => Refusal::Reserved,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Refusal::Private,
        [100, 64..=127, ..] => Refusal::Shared,
        [127, ..] => Refusal::Loopback,
        [169, 254, ..] => Refusal::LinkLocal,
        // 192.0.0.0/24: protocols; 192.88.99.0/24: 6to4 relays, deprecated; the rest: documentation and benchmarks.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18..=19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => {
            Refusal::Reserved
        }
        [224..=239, ..] | [255, 255, 255, 255] => Refusal::Multicast,
        [240..=255, ..] => Refusal::Reserved,
        _ => return None,
    })
}

fn refusal_v6(address: Ipv6Addr) -> Option<Refusal> {
    Some(match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Refusal::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => Refusal::Loopback,
        // Mapped (::ffff:0:0/96), translated (::ffff:0:0:0/96), compatible (::/96).
        [0, 0, 0, 0, 0, 0xffff, ..] | [0, 0, 0, 0, 0xffff, 0, ..] | [0, 0, 0, 0, 0, 0, ..] => Refusal::Embedded,
        // NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), Teredo (2001::/32), 6to4 (2002::/16).
        [0x64, 0xff9b, ..] | [0x2001, 0, ..] | [0x2002, ..] => Refusal::Embedded,
        // The rest of 2001::/23 is protocols; 2001:db8::/32 and 3fff::/20 documentation; 5f00::/16 segment routing.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Refusal::Reserved,
        [0xfe80..=0xfebf, ..] => Refusal::LinkLocal,
        [0xfc00..=0xfdff, ..] | [0xfec0..=0xfeff, ..] => Refusal::Private,
        [0xff00..=0xffff, ..] => Refusal::Multicast,
        // ISATAP hides an IPv4 address behind any prefix.
        [_, _, _, _, 0 | 0x200, 0x5efe, ..] => Refusal::Embedded,
        // Only 2000::/3 is given out.
        [0x2000..=0x3fff, ..] => return None,
        _ => Refusal::Reserved,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses() {
        use Refusal::*;
        let cases = [
            ("8.8.8.8", None),
            ("1.1.1.1", None),
            ("172.15.255.255", None),
            ("172.32.0.0", None),
            ("100.63.255.255", None),
            ("100.128.0.0", None),
            ("192.0.1.1", None),
            ("223.255.255.255", None),
            ("2606:4700::1111", None),
            ("2a00:1450:4001::8a", None),
            ("0.0.0.0", Some(Unspecified)),
            ("0.1.2.3", Some(Reserved)),
            ("10.255.0.1", Some(Private)),
            ("172.16.0.1", Some(Private)),
            ("172.31.255.255", Some(Private)),
            ("192.168.0.1", Some(Private)),
            ("100.64.0.1", Some(Shared)),
            ("100.100.100.200", Some(Shared)),
            ("100.127.255.255", Some(Shared)),
            ("127.0.0.1", Some(Loopback)),
            ("127.255.255.254", Some(Loopback)),
            ("169.254.169.254", Some(LinkLocal)),
            ("192.0.0.192", Some(Reserved)),
            ("192.0.2.1", Some(Reserved)),
            ("198.18.0.1", Some(Reserved)),
            ("198.51.100.7", Some(Reserved)),
            ("203.0.113.9", Some(Reserved)),
            ("192.88.99.1", Some(Reserved)),
            ("224.0.0.1", Some(Multicast)),
            ("255.255.255.255", Some(Multicast)),
            ("240.0.0.1", Some(Reserved)),
            ("::", Some(Unspecified)),
            ("::1", Some(Loopback)),
            ("::ffff:127.0.0.1", Some(Embedded)),
            ("::ffff:8.8.8.8", Some(Embedded)),
            ("::ffff:0:127.0.0.1", Some(Embedded)),
            ("::127.0.0.1", Some(Embedded)),
            ("64:ff9b::127.0.0.1", Some(Embedded)),
            ("64:ff9b:1::1", Some(Embedded)),
            ("2001:0:1::1", Some(Embedded)),
            ("2002:7f00:1::", Some(Embedded)),
            ("2606:4700::5efe:10.0.0.1", Some(Embedded)),
            ("2001:1::1", Some(Reserved)),
            ("2001:20::1", Some(Reserved)),
            ("2001:db8::1", Some(Reserved)),
            ("3fff:abc::1", Some(Reserved)),
            ("100::1", Some(Reserved)),
            ("4000::1", Some(Reserved)),
            ("5f00::1", Some(Reserved)),
            ("fe80::1", Some(LinkLocal)),
            ("febf::1", Some(LinkLocal)),
            ("fec0::1", Some(Private)),
            ("fd00:ec2::254", Some(Private)),
            ("fc00::1", Some(Private)),
            ("ff02::1", Some(Multicast)),
        ];
        for (address, expected) in cases {
            assert_eq!(refusal(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn ports_and_what_is_allowed() {
        let at = |text: &str| text.parse::<SocketAddr>().unwrap();
        let allowed = [at("127.0.0.1:8080")];
        assert_eq!(refusal_at(at("8.8.8.8:443"), &[]), None);
        assert_eq!(refusal_at(at("8.8.8.8:22"), &[]), Some(Refusal::Port));
        assert_eq!(refusal_at(at("127.0.0.1:8080"), &allowed), None);
        assert_eq!(refusal_at(at("127.0.0.1:8081"), &allowed), Some(Refusal::Loopback));
        assert_eq!(refusal_at(at("127.0.0.2:8080"), &allowed), Some(Refusal::Loopback));
    }

    proptest! {
        /// The standard library's own words for what is local are all refused.
        #[test]
        fn nothing_local_is_asked_v4(bits: u32) {
            let v4 = Ipv4Addr::from(bits);
            let local = v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_multicast()
                || v4.is_unspecified() || v4.is_broadcast() || v4.is_documentation();
            prop_assert!(!local || refusal(v4.into()).is_some());
        }

        /// However an IPv4 address is written as IPv6, it is refused; so is all that is not given out.
        #[test]
        fn no_disguise_works(bits: u32, rest: u64) {
            let [a, b] = [(bits >> 16) as u16, bits as u16];
            let [c, d, e, f] = [(rest >> 48) as u16, (rest >> 32) as u16, (rest >> 16) as u16, rest as u16];
            let disguises = [
                Ipv4Addr::from(bits).to_ipv6_mapped(),
                Ipv4Addr::from(bits).to_ipv6_compatible(),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, a, b),
                Ipv6Addr::new(0x2002, a, b, c, d, e, f, 1),
                Ipv6Addr::new(0x2001, 0, c, d, e, f, a, b),
                Ipv6Addr::new(c & 0x1fff | 0x2000, d, e, f, 0, 0x5efe, a, b),
            ];
            for address in disguises {
                prop_assert!(refusal(address.into()).is_some(), "{}", address);
            }
        }

        #[test]
        fn only_what_is_given_out_is_asked_v6(bits: u128) {
            let v6 = Ipv6Addr::from(bits);
            prop_assert!(refusal(v6.into()).is_some() || v6.segments()[0] >> 13 == 1);
            prop_assert!(!(v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_multicast())
                || refusal(v6.into()).is_some());
        }
    }
}
