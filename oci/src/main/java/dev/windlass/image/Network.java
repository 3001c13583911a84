// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// How this machine meets others: whose certificates it believes, and by which proxies it goes out.
record Network(Trust trust, Proxies proxies) {
  static Network ofThisMachine() {
    return new Network(Trust.ofThisMachine(), Proxies.ofThisMachine());
  }
}
