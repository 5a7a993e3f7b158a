--
-- PostgreSQL database dump
--

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TYPE public.severity AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

CREATE TABLE public."User" (
    id uuid NOT NULL,
    username character varying(50) NOT NULL,
    email character varying(120) NOT NULL,
    password_hash character varying(255),
    email_verified_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public."UserProfile" (
    user_id uuid NOT NULL,
    display_name character varying(64) NOT NULL,
    about text NOT NULL,
    time_zone character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE public."UserFriends" (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    friend_id uuid NOT NULL,
    status character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE SEQUENCE public.audit_log_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;

CREATE TABLE public.audit_log (
    id integer NOT NULL,
    "timestamp" timestamp with time zone NOT NULL,
    correlation_id uuid NOT NULL,
    action character varying(50) NOT NULL,
    resource_type character varying(50) NOT NULL,
    resource_id integer,
    severity public.severity NOT NULL,
    user_id uuid,
    username character varying(80),
    ip_address character varying(45),
    user_agent text,
    function character varying(120) NOT NULL,
    arguments json NOT NULL,
    success boolean NOT NULL,
    error text,
    duration_ms integer NOT NULL
);

COPY public."User" (id, username, email, password_hash, email_verified_at, created_at, updated_at) FROM stdin;
00000000-0000-4000-8000-000000000001	K	k@example.org	scrypt:32768:8:1$aB3dE6gH9jK2mN5p$38c6b4660f9ab8f1ef52d8464cde0584fe5d99a4b857352b5a78f15722f66cd50ecf6c1a89e7b0b7d3dc91b7acafbe64b1500ca3239fc463d7c61e51e6df79a8	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000002	Ada L	Ada.L@example.org	scrypt:32768:8:1$qR8tU1wX4zA7cD0f$283ba6cf02ec68f26fc67d92ede27e8b2222160d9c0dabd861cfd70206119901a10276b4c59f093b74e4fb840c4d4b9a01a67235cb4bf86487bf7dc917403f61	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000003	noam_99	noam@example.org	pbkdf2:sha256:260000$Zt3kQw8VbN1xYp5L$8e2e361835de247bb0396b794a163f806aab1c4e5ad70ac91ec303b7db10290f	\N	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000004	שרה	sarah@example.org	pbkdf2:sha256:600000$hL5nB8vC2xZ1qW4e$40e1548ddf5e94bee50f424f72a90e92506b722df5b51c1296e39193a4041441	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000005	old.timer	old@example.org	pbkdf2:sha1:150000$xY12abcd$cc4a8fa7527157d66cc25f6c66757544bd9c217b	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000006	Émile	emile@example.org	scrypt:32768:8:1$Tg7yH2uJ9iK4oL6p$35781e3668030f28f99e4fc2acbda21d5df1ca659e59e0e7eed1efb619e075d29caebb700a1a4248a18e8f9efa4fb0e0084afb53c5404dc82549a52188e85a8a	\N	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000007	discord-only	discord@example.org	\N	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000008	bcrypt-kid	kid@example.org	$2b$12$C6UzMDM.H6dfI/f/IKcEeO7ZBYJh8rYkTz4h5vFv3bQYb0Qd9mXyq	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000009	me@home	mehome@example.org	scrypt:32768:8:1$Pq3rS6tU9vW2xY5z$2991597425258d1b8dd1250d4aa1e4f377317534e93f5a83b5747c47b1a254a94d9ad25c66318c42cbb9b76f9ddbf0d2855df14ba26ff069ea3f1a416e088fcf	\N	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000010	gh​ost	ghost@example.org	scrypt:32768:8:1$Ab1Cd2Ef3Gh4Ij5K$33ee720e3e7e4ebea7864f9b2dbcd5bf786c26de473d5b2235e641f9b3822b46c9e27d517db0b43101d4dc87848824b1343b37fffcb66d688b32bc1c3956d47e	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000011	Twin	twin@example.org	scrypt:32768:8:1$Lm6No7Pq8Rs9Tu0V$91975d4b19d704dbee6a56f2cf2a5299d2379aef6a6259de68898b494c6b7e672c6287d44397891a2cd5baa5c2ff00247f1f96f1ce2504880d369d1d5fb4328e	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000012	twin	twin2@example.org	scrypt:32768:8:1$Wx1Yz2Ab3Cd4Ef5G$39fcf267f54bf32f36367ffcb3f5325fa1df8ba54ef55e10996b5381e912d83ef491cb805e499e520090892701d64aeb08f1297ee976f328c544b60a6b3ddba2	\N	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
\.

COPY public."UserProfile" (user_id, display_name, about, time_zone, created_at, updated_at) FROM stdin;
00000000-0000-4000-8000-000000000001	K	Likes to build.	Asia/Jerusalem	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000002	Ada L	Likes to build.	Asia/Jerusalem	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000003	noam_99	Likes to build.	Asia/Jerusalem	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000004	שרה	Likes to build.	Asia/Jerusalem	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000005	old.timer	Likes to build.	Asia/Jerusalem	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000006	Émile	Likes to build.	Asia/Jerusalem	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000009	me@home	Likes to build.	Asia/Jerusalem	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-8000-000000000010	ghost	Likes to build.	Asia/Jerusalem	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
\.

COPY public."UserFriends" (id, user_id, friend_id, status, created_at, updated_at) FROM stdin;
00000000-0000-4000-9000-000000000000	00000000-0000-4000-8000-000000000001	00000000-0000-4000-8000-000000000002	accepted	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-9000-000000000001	00000000-0000-4000-8000-000000000003	00000000-0000-4000-8000-000000000004	pending	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-9000-000000000002	00000000-0000-4000-8000-000000000002	00000000-0000-4000-8000-000000000009	accepted	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
00000000-0000-4000-9000-000000000003	00000000-0000-4000-8000-000000000005	00000000-0000-4000-8000-000000000005	accepted	2025-03-01 09:30:00.123+00	2025-03-01 09:30:00.123+00
\.

COPY public.audit_log (id, "timestamp", correlation_id, action, resource_type, resource_id, severity, user_id, username, ip_address, user_agent, function, arguments, success, error, duration_ms) FROM stdin;
41	2025-03-01 09:30:00.123+00	00000000-0000-4000-8000-000000000100	login	User	1	LOW	00000000-0000-4000-8000-000000000001	K	192.0.2.7	Mozilla/5.0	login	{"remember": true}	t	\N	12
42	2025-03-01 09:30:00.123+00	00000000-0000-4000-8000-000000000101	login	User	\N	MEDIUM	\N	\N	192.0.2.8	\N	login	{}	f	wrong password	9
43	2025-03-01 09:30:00.123+00	00000000-0000-4000-8000-000000000102	login	User	\N	MEDIUM	\N	\N	somewhere	\N	login	{}	f	wrong password	9
\.

SELECT pg_catalog.setval('public.audit_log_id_seq', 43, true);

--
-- PostgreSQL database dump complete
--
