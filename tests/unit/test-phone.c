// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What can be called, of what people type. */
#include "config.h"

#include "queue/gc-phone.h"

static void
test_parse (void)
{
  static const struct {
    const char *typed;
    const char *phone;
  } cases[] = {
    { "+39 333 1234567", "+393331234567" },
    { "057788998899", "057788998899" },
    { "+86 577 8899 0011", "+8657788990011" },
    { "00393331234567", "00393331234567" },
    { "123456", "123456" },
    { " 12 34 56 ", "123456" },
    { " +123456", "+123456" },
    { "12345678901234567890", "12345678901234567890" },
    { "123456789012345678901", NULL },
    { "12345", NULL },
    { "+12345", NULL },
    { "123 45", NULL },
    { "      ", NULL },
    { "333+1234567", NULL },
    { "++393331234567", NULL },
    { "+39+3331234", NULL },
    { "0577-88998899", NULL },
    { "٠١٢٣٤٥٦", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *phone = gc_phone_parse (cases[i].typed);
    g_test_message ("%s", cases[i].typed);
    g_assert_cmpstr (phone, ==, cases[i].phone);
  }
}

static void
test_equal (void)
{
  g_assert_true (gc_phone_equal ("+39 333 1234567", "+393331234567 "));
  g_assert_true (gc_phone_equal ("", "  "));
  g_assert_false (gc_phone_equal ("123456", "1234567"));
  g_assert_false (gc_phone_equal ("+123456", "123456"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phone/parse", test_parse);
  g_test_add_func ("/phone/equal", test_equal);
  return g_test_run ();
}
