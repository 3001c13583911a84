// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

/// What a backend speaks.
public enum Protocol {
  HTTP1,

  /// HTTP/2 without TLS and without asking first (RFC 9113, 3.3), which gRPC servers speak.
  H2C
}
