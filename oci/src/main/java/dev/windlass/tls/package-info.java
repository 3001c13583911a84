// SPDX-License-Identifier: Apache-2.0
/// TLS of an engine: an authority of its own, the certificates that it signs, and who trusts it.
@NullMarked
package dev.windlass.tls;

import org.jspecify.annotations.NullMarked;
