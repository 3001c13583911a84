// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Who a container's process is.
record Identity(int user, int group, List<Integer> groups, String home) {
  Identity {
    groups = List.copyOf(groups);
  }

  /// Finds out who `user` is in a container: `""`, `name`, `uid`, and either with `:group`.
  static Identity of(String user, Inside files) throws IOException, Refused {
    return of(user, files.lines("/etc/passwd"), files.lines("/etc/group"));
  }

  /// The same from the lines of passwd and group.
  static Identity of(String user, List<String> passwd, List<String> group) throws Refused {
    var colon = user.indexOf(':');
    var name = colon < 0 ? user : user.substring(0, colon);
    var person = person(name.isEmpty() ? "0" : name, passwd);
    if (colon >= 0 && colon + 1 < user.length()) {
      var gid = group(user.substring(colon + 1), group);
      return new Identity(person.uid, gid, List.of(), person.home);
    }
    return new Identity(person.uid, person.gid, memberships(person, group), person.home);
  }

  /// A line of passwd.
  private record Person(String name, int uid, int gid, String home) {}

  private static Person person(String wanted, List<String> passwd) throws Refused {
    for (var line : passwd) {
      var fields = line.split(":", -1);
      if (fields.length >= 6 && (fields[0].equals(wanted) || fields[2].equals(wanted))) {
        var home = fields[5].isEmpty() ? "/" : fields[5];
        return new Person(fields[0], id(fields[2], line), id(fields[3], line), home);
      }
    }
    int uid =
        number(wanted)
            .orElseThrow(() -> unknown("user '" + wanted + "' is not in the image's /etc/passwd"));
    return new Person("", uid, 0, "/");
  }

  private static int group(String wanted, List<String> group) throws Refused {
    for (var line : group) {
      var fields = line.split(":", -1);
      if (fields.length >= 3 && fields[0].equals(wanted)) {
        return id(fields[2], line);
      }
    }
    return number(wanted)
        .orElseThrow(() -> unknown("group '" + wanted + "' is not in the image's /etc/group"));
  }

  private static List<Integer> memberships(Person person, List<String> group) {
    return group.stream()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length >= 4 && !person.name.isEmpty())
        .filter(fields -> List.of(fields[3].split(",", -1)).contains(person.name))
        .flatMap(fields -> number(fields[2]).stream())
        .filter(gid -> gid != person.gid)
        .distinct()
        .toList();
  }

  private static int id(String field, String line) throws Refused {
    return number(field).orElseThrow(() -> unknown("'" + line + "' has no number"));
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static Refused unknown(String detail) {
    return new Refused(Start.Kind.UNKNOWN_USER, detail);
  }
}
