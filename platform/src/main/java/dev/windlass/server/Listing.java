// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Shows a list page by page. Where the next page begins is told by the last name of this one, so
/// nothing is missed or told twice because something else came or went.
///
/// @param plural what the list is called in the answer
record Listing<T>(String plural, Function<T, String> name, Function<T, Map<String, Object>> view) {

  Map<String, Object> page(Site site, Call call, List<T> all) {
    int most = site.limits().pageSize();
    int limit = (int) call.number("limit", most, 1, most);
    String after = call.query("start").map(Listing::decoded).orElse("");
    List<T> rest =
        all.stream()
            .filter(item -> name.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(name))
            .limit(limit + 1L)
            .toList();
    List<T> shown = rest.subList(0, Math.min(limit, rest.size()));
    String here = href(site, call, limit);
    var page = new LinkedHashMap<String, Object>();
    page.put("first", Map.of("href", here));
    page.put("limit", limit);
    if (rest.size() > limit) {
      String start = encoded(name.apply(shown.getLast()));
      page.put("next", Map.of("href", here + "&start=" + start, "start", start));
    }
    page.put(plural, shown.stream().map(view).toList());
    return page;
  }

  private static String href(Site site, Call call, int limit) {
    var path = call.path().subList(1, call.path().size());
    var href = new StringBuilder(site.href(path.toArray(String[]::new)) + "?limit=" + limit);
    call.query().entrySet().stream()
        .filter(entry -> !entry.getKey().equals("limit") && !entry.getKey().equals("start"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry ->
            href.append('&')
                .append(Site.encoded(entry.getKey()))
                .append('=')
                .append(Site.encoded(entry.getValue())));
    return href.toString();
  }

  private static String encoded(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String start) {
    try {
      return new String(Base64.getUrlDecoder().decode(start), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.badField(
          "start",
          "start is %s; it needs to be the next.start of another page".formatted(Shown.of(start)));
    }
  }
}
