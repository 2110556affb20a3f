//! The verifiable oblivious pseudorandom function: RFC 9497, mode VOPRF, suite ristretto255-SHA512, by the crate voprf.
//!
//! Nothing here is cryptography of our own; it turns bytes into the crate's types and back.

use rand_chacha::ChaCha20Rng;
use rayon::prelude::*;
use voprf::{BlindedElement, EvaluationElement, Group, Proof, Ristretto255, VoprfClient, VoprfServer};

/// A serialised group element.
pub(crate) type Element = [u8; 32];
/// A serialised proof: its two scalars.
pub(crate) type ProofBytes = [u8; 64];
/// A blind and the element blinded with it, which only the asker may have.
pub(crate) type Blind = [u8; 64];
/// The first half of the function's output.
pub(crate) type Output = [u8; 32];

/// The holder's side.
pub(crate) struct Evaluator(VoprfServer<Ristretto255>);

/// What came of an evaluation: elements in the order they were given, and one proof for all of them.
pub(crate) struct Evaluated {
    pub elements: Vec<Element>,
    pub proof: ProofBytes,
}

impl Evaluator {
    /// The key pair that RFC 9497 derives (DeriveKeyPair) from a seed; `None` with a chance of 2^-252 per try.
    pub fn derive(seed: &[u8; 32], info: &[u8]) -> Option<Evaluator> {
        VoprfServer::new_from_seed(seed, info).ok().map(Evaluator)
    }

    /// The public key.
    pub fn public(&self) -> Element {
        Ristretto255::serialize_elem(self.0.get_public_key()).into()
    }

    /// The function's value for a contact of one's own. `None` for what no hash leads to.
    pub fn output(&self, contact: &[u8]) -> Option<Output> {
        self.0.evaluate(contact).ok().map(|full| first_half(&full))
    }

    /// Evaluates blinded elements; `chance` is for the proof. `None` if one of them is no element of the group.
    pub fn evaluate(&self, blinded: &[Element], chance: &mut ChaCha20Rng) -> Option<Evaluated> {
        let blinded: Option<Vec<BlindedElement<Ristretto255>>> =
            blinded.par_iter().map(|element| BlindedElement::deserialize(element).ok()).collect();
        let blinded = blinded?;
        let part = blinded.len().div_ceil(rayon::current_num_threads()).max(1);
        let prepared: Vec<_> = blinded
            .par_chunks(part)
            .flat_map_iter(|part| self.0.batch_blind_evaluate_prepare(part.iter()).collect::<Vec<_>>())
            .collect();
        let done = self.0.batch_blind_evaluate_finish(chance, blinded.iter(), &prepared).ok()?;
        Some(Evaluated {
            elements: done.messages.map(|element| element.serialize().into()).collect(),
            proof: as_array(&done.proof.serialize())?,
        })
    }
}

/// Blinds one contact.
pub(crate) fn blind(contact: &[u8], chance: &mut ChaCha20Rng) -> Option<Blind> {
    as_array(&VoprfClient::<Ristretto255>::blind(contact, chance).ok()?.state.serialize())
}

/// The element that goes to the holder.
pub(crate) fn blinded(blind: &Blind) -> Element {
    let mut element = [0; 32];
    element.copy_from_slice(&blind[32..]);
    element
}

/// Why an evaluation was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// A blind, element, proof or key is none.
    NoElement,
    /// The proof does not show that one key, the one expected, evaluated all elements.
    OtherKey,
}

/// Checks the proof and takes the blinds off: the function's value for each contact, in order.
pub(crate) fn finalize<C: AsRef<[u8]>>(
    contacts: &[C],
    blinds: &[Blind],
    evaluated: &[Element],
    proof: &ProofBytes,
    public: &Element,
) -> Result<Vec<Output>, Refused> {
    let clients: Result<Vec<_>, _> =
        blinds.iter().map(|blind| VoprfClient::<Ristretto255>::deserialize(blind)).collect();
    let clients = clients.map_err(|_| Refused::NoElement)?;
    let elements: Option<Vec<_>> =
        evaluated.par_iter().map(|element| EvaluationElement::<Ristretto255>::deserialize(element).ok()).collect();
    let elements = elements.ok_or(Refused::NoElement)?;
    let proof = Proof::deserialize(proof).map_err(|_| Refused::NoElement)?;
    let public = Ristretto255::deserialize_elem(public).map_err(|_| Refused::NoElement)?;
    let contacts: Vec<&[u8]> = contacts.iter().map(AsRef::as_ref).collect();
    let outputs =
        VoprfClient::batch_finalize(&contacts, &clients, &elements, &proof, public).map_err(|_| Refused::OtherKey)?;
    outputs.map(|output| output.map(|full| first_half(&full)).map_err(|_| Refused::NoElement)).collect()
}

/// Returns true for the bytes of a public key.
pub(crate) fn is_public_key(bytes: &Element) -> bool {
    Ristretto255::deserialize_elem(bytes).is_ok()
}

fn first_half(full: &[u8]) -> Output {
    let mut half = [0; 32];
    half.copy_from_slice(&full[..32]);
    half
}

fn as_array<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::{hex, unhex};
    use voprf::Error;

    /// Gives one scalar after the other: what is drawn is 64 bytes, reduced.
    struct Scalars(Vec<[u8; 32]>, usize);

    impl rand_chacha::rand_core::RngCore for Scalars {
        fn next_u32(&mut self) -> u32 {
            unreachable!()
        }
        fn next_u64(&mut self) -> u64 {
            unreachable!()
        }
        fn fill_bytes(&mut self, to: &mut [u8]) {
            assert_eq!(to.len(), 64);
            to.fill(0);
            to[..32].copy_from_slice(&self.0[self.1]);
            self.1 += 1;
        }
        fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), rand_chacha::rand_core::Error> {
            self.fill_bytes(to);
            Ok(())
        }
    }

    impl rand_chacha::rand_core::CryptoRng for Scalars {}

    const SECRET: &str = "e6f73f344b79b379f1a0dd37e07ff62e38d9f71345ce62ae3a9bc60b04ccd909";
    const PUBLIC: &str = "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e";
    const PROOF_SCALAR: &str = "222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e";

    /// Inputs, blinds, blinded elements, evaluated elements, proof, outputs.
    struct Vector {
        inputs: &'static [&'static str],
        blinds: &'static [&'static str],
        blinded: &'static [&'static str],
        evaluated: &'static [&'static str],
        proof_scalar: &'static str,
        proof: &'static str,
        outputs: &'static [&'static str],
    }

    const OUTPUT_1: &str = "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7da4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c";
    const OUTPUT_2: &str = "8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60356f4610bf816f27afdd84f47719e480906d27ecd994985890e5f539e7ea74b6";

    /// RFC 9497, appendix A.1.2.
    const VECTORS: [Vector; 3] = [
        Vector {
            inputs: &["00"],
            blinds: &["64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"],
            blinded: &["863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945"],
            evaluated: &["aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e"],
            proof_scalar: PROOF_SCALAR,
            proof: "ddef93772692e535d1a53903db24367355cc2cc78de93b3be5a8ffcc6985dd066d4346421d17bf5117a2a1ff0fcb2a759f58a539dfbe857a40bce4cf49ec600d",
            outputs: &[OUTPUT_1],
        },
        Vector {
            inputs: &["5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"],
            blinds: &["64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"],
            blinded: &["cc0b2a350101881d8a4cba4c80241d74fb7dcbfde4a61fde2f91443c2bf9ef0c"],
            evaluated: &["60a59a57208d48aca71e9e850d22674b611f752bed48b36f7a91b372bd7ad468"],
            proof_scalar: PROOF_SCALAR,
            proof: "401a0da6264f8cf45bb2f5264bc31e109155600babb3cd4e5af7d181a2c9dc0a67154fabf031fd936051dec80b0b6ae29c9503493dde7393b722eafdf5a50b02",
            outputs: &[OUTPUT_2],
        },
        Vector {
            inputs: &["00", "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"],
            blinds: &[
                "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706",
                "222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e",
            ],
            blinded: &[
                "863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945",
                "90a0145ea9da29254c3a56be4fe185465ebb3bf2a1801f7124bbbadac751e654",
            ],
            evaluated: &[
                "aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e",
                "cc5ac221950a49ceaa73c8db41b82c20372a4c8d63e5dded2db920b7eee36a2a",
            ],
            proof_scalar: "419c4f4f5052c53c45f3da494d2b67b220d02118e0857cdbcf037f9ea84bbe0c",
            proof: "cc203910175d786927eeb44ea847328047892ddf8590e723c37205cb74600b0a5ab5337c8eb4ceae0494c2cf89529dcf94572ed267473d567aeed6ab873dee08",
            outputs: &[OUTPUT_1, OUTPUT_2],
        },
    ];

    #[test]
    fn the_vectors_of_the_rfc() {
        let seed = unhex::<32>(&"a3".repeat(32)).unwrap();
        let derived = Evaluator::derive(&seed, b"test key").unwrap();
        let given = Evaluator(VoprfServer::new_with_key(&unhex::<32>(SECRET).unwrap()).unwrap());
        for evaluator in [&derived, &given] {
            assert_eq!(hex(&evaluator.public()), PUBLIC);
        }
        for vector in VECTORS {
            let inputs: Vec<Vec<u8>> =
                vector.inputs.iter().map(|i| vec![u8::from_str_radix(&i[..2], 16).unwrap(); i.len() / 2]).collect();
            let scalar = |list: &[&str]| list.iter().map(|s| unhex::<32>(s).unwrap()).collect::<Vec<_>>();
            let mut chance = Scalars(scalar(vector.blinds), 0);
            let clients: Vec<_> =
                inputs.iter().map(|i| VoprfClient::<Ristretto255>::blind(i, &mut chance).unwrap()).collect();
            let blinds: Vec<Blind> = clients.iter().map(|c| as_array(&c.state.serialize()).unwrap()).collect();
            let elements: Vec<Element> = blinds.iter().map(blinded).collect();
            let shown: Vec<String> = elements.iter().map(|e| hex(e)).collect();
            assert_eq!(shown, vector.blinded);

            let messages: Vec<_> = clients.into_iter().map(|c| c.message).collect();
            let done =
                given.0.batch_blind_evaluate(&mut Scalars(scalar(&[vector.proof_scalar]), 0), &messages).unwrap();
            let evaluated: Vec<Element> = done.messages.iter().map(|m| m.serialize().into()).collect();
            let shown: Vec<String> = evaluated.iter().map(|e| hex(e)).collect();
            assert_eq!(shown, vector.evaluated);
            let proof: ProofBytes = as_array(&done.proof.serialize()).unwrap();
            assert_eq!(hex(&proof), vector.proof);

            let outputs = finalize(&inputs, &blinds, &evaluated, &proof, &given.public()).unwrap();
            let shown: Vec<String> = outputs.iter().map(|o| hex(o)).collect();
            let halves: Vec<&str> = vector.outputs.iter().map(|o| &o[..64]).collect();
            assert_eq!(shown, halves);
            let own: Vec<Output> = inputs.iter().map(|i| given.output(i).unwrap()).collect();
            assert_eq!(own, outputs);
        }
    }

    #[test]
    fn another_key_is_noticed() {
        let holder = Evaluator::derive(&[1; 32], b"").unwrap();
        let other = Evaluator::derive(&[2; 32], b"").unwrap();
        let chance = crate::chance::Seed([3; 32]);
        let contacts = ["phone:+4930123", "phone:+4930124"];
        let blinds: Vec<Blind> =
            contacts.iter().map(|c| blind(c.as_bytes(), &mut chance.generator(0)).unwrap()).collect();
        let elements: Vec<Element> = blinds.iter().map(blinded).collect();
        let good = holder.evaluate(&elements, &mut chance.generator(9)).unwrap();
        let bad = other.evaluate(&elements, &mut chance.generator(9)).unwrap();
        let check = |e: &Evaluated| finalize(&contacts, &blinds, &e.elements, &e.proof, &holder.public());
        assert_eq!(check(&good).unwrap()[0], holder.output(contacts[0].as_bytes()).unwrap());
        assert_eq!(check(&bad), Err(Refused::OtherKey));
        // One element under another key among good ones.
        let mixed = Evaluated { elements: vec![good.elements[0], bad.elements[1]], proof: good.proof };
        assert_eq!(check(&mixed), Err(Refused::OtherKey));
        assert!(holder.evaluate(&[[0xff; 32]], &mut chance.generator(9)).is_none());
        // The neutral element would show nothing of the key and is none that a blind makes.
        assert!(holder.evaluate(&[[0; 32]], &mut chance.generator(9)).is_none());
        assert!(matches!(VoprfServer::<Ristretto255>::new_with_key(&[0; 32]), Err(Error::Deserialization)));
    }
}
