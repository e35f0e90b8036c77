import { X509Certificate } from 'node:crypto';

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** Longer chains than these are not made by anybody we trust. */
const MOST_LINKS = 5;

/** The certificates of a PEM text, the signer's own first. */
export function certificatesOf(pem: string): X509Certificate[] {
  try {
    return (pem.match(PEM) ?? []).map((one) => new X509Certificate(one));
  } catch {
    return [];
  }
}

/**
 * Whether a certificate leads to one that is trusted, each link signed by the next, all of them within their dates.
 * @param between certificates that came with it and are not trusted by themselves
 */
export function isTrusted(
  leaf: X509Certificate,
  between: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  at: Date,
): boolean {
  let link = leaf;
  for (let links = 0; links < MOST_LINKS; links += 1) {
    if (!isWithinDates(link, at)) return false;
    if (issuerAmong(trusted, link, at)) return true;
    const next = issuerAmong(between, link, at);
    if (!next || next === link) return false;
    link = next;
  }
  return false;
}

/** The common name of whom it was given to. */
export function commonNameOf({ subject }: X509Certificate): string | undefined {
  return /^CN=(.*)$/m.exec(subject)?.[1];
}

export function isWithinDates({ validFrom, validTo }: X509Certificate, at: Date): boolean {
  return Date.parse(validFrom) <= at.getTime() && at.getTime() <= Date.parse(validTo);
}

function issuerAmong(those: readonly X509Certificate[], link: X509Certificate, at: Date): X509Certificate | undefined {
  return those.find((one) => one.ca && link.checkIssued(one) && isWithinDates(one, at) && link.verify(one.publicKey));
}
