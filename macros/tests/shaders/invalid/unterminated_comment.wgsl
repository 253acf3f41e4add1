fn f() {} /* never /* closed */
