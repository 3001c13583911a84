// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.registry.api.GarbageRun;
import dev.windlass.registry.api.GarbageWanted;
import dev.windlass.registry.api.Pin;
import dev.windlass.registry.api.PinPrototype;
import dev.windlass.registry.api.RegistryEvent;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Event;
import dev.windlass.registry.store.Pins;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Sweep.Swept;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Pins, events, garbage, and what the registry tells of itself.
record UpkeepOperations(Store store) {
  private static final int MOST_EVENTS = 1_000;
  private static final int USUAL_EVENTS = 100;

  List<Operation> all() {
    return List.of(
        Operation.of("GET", "/pins", this::pins),
        Operation.of("PUT", "/pins/{holder}", this::replacePins),
        Operation.of("GET", "/events", this::events),
        Operation.of("GET", "/garbage", this::lastGarbage),
        Operation.of("POST", "/garbage", this::collectGarbage),
        Operation.open("GET", "/messages", _ -> Reply.text(200, "application/json", "\"\"")),
        Operation.open("GET", "/openapi.yaml", _ -> contract()));
  }

  private Reply pins(Call call) {
    return Reply.json(
        store.pins().list().stream()
            .filter(pin -> call.member().has(Role.READER, pin.repository().namespace()))
            .map(pin ->
                new Pin(
                    pin.holder(),
                    call.host() + "/" + pin.repository() + "@" + pin.digest(),
                    pin.user()))
            .toList());
  }

  private Reply replacePins(Call call) throws IOException {
    call.needForAccount(Role.MANAGER); // what is left out is free to be deleted
    var holder = call.path("holder");
    if (!holder.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw Problem.senseless(
          "'" + holder + "' cannot hold pins.",
          "the name of a holder has up to 64 of a-z, 0-9 and -",
          "give another name");
    }
    var pins =
        call.list(PinPrototype.class).stream().map(wanted -> pin(call, holder, wanted)).toList();
    store.pins().replace(holder, pins);
    return Reply.empty(204);
  }

  private static Pins.Pin pin(Call call, String holder, PinPrototype wanted) {
    var name = ImageName.parse(wanted.image(), call.host());
    var digest =
        name.digest()
            .orElseThrow(() ->
                Problem.of(
                    400,
                    "CRI0101E",
                    "'" + wanted.image() + "' does not name a digest.",
                    "a pin holds a digest; a tag can move",
                    "write NAMESPACE/REPOSITORY@DIGEST"));
    return new Pins.Pin(holder, name.repository(), digest, wanted.user());
  }

  private Reply events(Call call) {
    call.needForAccount(Role.MANAGER);
    var type = call.query("type");
    return Reply.json(
        store.events().list().stream()
            .filter(event -> type.isEmpty() || type.get().equals(event.type()))
            .limit(limit(call))
            .map(UpkeepOperations::shown)
            .toList());
  }

  private static int limit(Call call) {
    var text = call.query("limit").orElse(Integer.toString(USUAL_EVENTS));
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST_EVENTS) {
      throw Problem.senseless(
          "The limit cannot be '" + text + "'.",
          "it is a number from 1 to " + MOST_EVENTS,
          "give one of these");
    }
    return Integer.parseInt(text);
  }

  private static RegistryEvent shown(Event event) {
    return new RegistryEvent(
        event.time().toString(),
        event.type(),
        event.client(),
        event.caller(),
        event.subject(),
        event.rule(),
        event.message());
  }

  private Reply lastGarbage(Call call) {
    call.needForAccount(Role.MANAGER);
    return Reply.json(
        store
            .sweep()
            .last()
            .map(UpkeepOperations::shown)
            .orElseGet(
                () -> new GarbageRun("never", null, null, null, null, null, null, null, null)));
  }

  private static GarbageRun shown(Swept swept) {
    return new GarbageRun(
        "done",
        swept.dry(),
        swept.began().toString(),
        swept.ended().toString(),
        (long) swept.blobs() + swept.strays(),
        swept.bytes(),
        (long) swept.uploads(),
        (long) swept.images(),
        null);
  }

  private Reply collectGarbage(Call call) throws IOException {
    call.needForAccount(Role.MANAGER);
    boolean dry =
        call.bodyIfAny(GarbageWanted.class)
            .map(wanted -> Boolean.TRUE.equals(wanted.dryRun()))
            .orElse(false);
    return Reply.json(shown(dry ? store.sweep().preview() : store.sweep().run()));
  }

  private static Reply contract() throws IOException {
    try (InputStream file = UpkeepOperations.class.getResourceAsStream("openapi.yaml")) {
      var text =
          Optional.ofNullable(file).orElseThrow(() -> new IOException("no contract in the jar"));
      return Reply.text(
          200, "application/yaml", new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
