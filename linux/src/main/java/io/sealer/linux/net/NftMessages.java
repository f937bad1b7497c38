package io.sealer.linux.net;

import io.sealer.linux.Attributes;
import io.sealer.linux.NetlinkMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Messages of nftables (linux/netfilter/nf_tables.h), for one table of one family. */
record NftMessages(Family family, String table) {
  static final int HEADER = 4;
  private static final int SUBSYSTEM = 10;
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;
  private static final int NEW_TABLE = SUBSYSTEM << 8;
  private static final int DEL_TABLE = NEW_TABLE + 2;
  private static final int NEW_CHAIN = NEW_TABLE + 3;
  private static final int NEW_RULE = NEW_TABLE + 6;
  private static final int GET_RULE = NEW_TABLE + 7;

  private static final int TABLE_NAME = 1;
  private static final int CHAIN_TABLE = 1;
  private static final int CHAIN_NAME = 3;
  private static final int CHAIN_HOOK = 4;
  private static final int CHAIN_TYPE = 7;
  private static final int RULE_TABLE = 1;
  private static final int RULE_CHAIN = 2;
  private static final int RULE_EXPRESSIONS = 4;
  private static final int RULE_USERDATA = 7;

  /** {@code struct nfgenmsg}. */
  private static byte[] header(int family, int resource) {
    return ByteBuffer.allocate(HEADER)
        .put((byte) family)
        .put((byte) 0)
        .putShort((short) resource)
        .array();
  }

  private NetlinkMessage message(int type, int flags, Attributes attributes) {
    return NetlinkMessage.request(type, flags, header(family.number, 0), attributes);
  }

  static NetlinkMessage begin() {
    return NetlinkMessage.request(BATCH_BEGIN, 0, header(0, SUBSYSTEM), new Attributes());
  }

  static NetlinkMessage end() {
    return NetlinkMessage.request(BATCH_END, 0, header(0, SUBSYSTEM), new Attributes());
  }

  NetlinkMessage addTable() {
    return message(NEW_TABLE, NetlinkMessage.CREATE, new Attributes().text(TABLE_NAME, table));
  }

  NetlinkMessage deleteTable() {
    return message(DEL_TABLE, 0, new Attributes().text(TABLE_NAME, table));
  }

  /** A chain that is jumped to. */
  NetlinkMessage addChain(String name) {
    var chain = new Attributes().text(CHAIN_TABLE, table).text(CHAIN_NAME, name);
    return message(NEW_CHAIN, NetlinkMessage.CREATE, chain);
  }

  /** A chain of type nat at a hook of the packets' way. */
  NetlinkMessage addNatChain(String name, int hook, int priority) {
    var chain =
        new Attributes()
            .text(CHAIN_TABLE, table)
            .text(CHAIN_NAME, name)
            .nested(CHAIN_HOOK, h -> h.be32(1, hook).be32(2, priority))
            .text(CHAIN_TYPE, "nat");
    return message(NEW_CHAIN, NetlinkMessage.CREATE, chain);
  }

  /** A rule, shown by {@code nft list} with a comment. */
  NetlinkMessage addRule(String chain, String comment, List<Consumer<Attributes>> expressions) {
    var rule =
        new Attributes()
            .text(RULE_TABLE, table)
            .text(RULE_CHAIN, chain)
            .nested(RULE_EXPRESSIONS, list -> expressions.forEach(e -> list.nested(1, e)))
            .bytes(RULE_USERDATA, userData(comment));
    return message(NEW_RULE, NetlinkMessage.CREATE | NetlinkMessage.APPEND, rule);
  }

  /** As the program nft writes comments: type 0, length, text with its zero byte. */
  private static byte[] userData(String comment) {
    byte[] text = (comment + "\0").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 + text.length)
        .put((byte) 0)
        .put((byte) text.length)
        .put(text)
        .array();
  }

  NetlinkMessage listRules() {
    return message(GET_RULE, NetlinkMessage.DUMP, new Attributes().text(RULE_TABLE, table));
  }

  /** The comment of a rule that the kernel lists; empty when it has none or is another table's. */
  String comment(NetlinkMessage rule) {
    var values = Attributes.parse(rule.after(HEADER));
    byte[] name = values.getOrDefault(RULE_TABLE, new byte[0]);
    byte[] data = values.getOrDefault(RULE_USERDATA, new byte[0]);
    boolean ours = new String(name, StandardCharsets.US_ASCII).equals(table + "\0");
    return ours && data.length > 3
        ? new String(data, 2, data.length - 3, StandardCharsets.US_ASCII)
        : "";
  }
}
