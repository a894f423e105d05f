type Headers = Readonly<Record<string, string>>;

/**
 * The headers of every answer, made once: a library that puts them together for each request costs a tenth of the
 * time a payment may take. Pages load only what is ours and send forms only to us; nobody may frame them or learn
 * where a visitor came from. Answers for programs are no documents, so for them a short policy says it all.
 * @param https whether people reach the service by https
 */
export function answerHeaders(https: boolean): { readonly pages: Headers; readonly programs: Headers } {
  const both = {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(https && { 'strict-transport-security': 'max-age=31536000' }),
  };
  return {
    pages: {
      ...both,
      'content-security-policy': pagePolicy,
      'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    },
    programs: { ...both, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" },
  };
}

const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
