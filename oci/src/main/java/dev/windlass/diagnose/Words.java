// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

/// What a person is told of a failure: what happened, in a clause that needs no subject but the
/// image; why; and what to do now.
record Words(String problem, String why, String fix) {}
