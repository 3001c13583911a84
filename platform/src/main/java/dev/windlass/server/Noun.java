// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

/// What a kind of resource is called.
///
/// @param title at the start of a sentence: `Application`
/// @param plural in paths and lists: `apps`
/// @param quota what the quota is called: `config maps`
/// @param command the words of its commands begin with it: `configmap`
/// @param most the quota
record Noun(String title, String plural, String quota, String command, int most) {}
