"""Names to put in the place of those in the training texts, written for this purpose.

Learning from politicians of one year, a model would come to know them instead of learning
how people are named. Given names and family names are common ones of many countries.
"""

from __future__ import annotations

_WOMEN_TEXT = """
Anna Maria Sarah Emily Olivia Sophie Charlotte Amelia Grace Hannah Laura Julia Elena Natalia
Olena Oksana Iryna Svitlana Ingrid Astrid Freya Greta Katarzyna Agnieszka Magdalena Ewa Petra
Jana Eszter Ilona Ana Lucia Carmen Isabel Camila Valentina Gabriela Fernanda Beatriz Juliana
Chiara Giulia Francesca Claire Camille Amelie Margaux Celine Aoife Siobhan Niamh Fatima Aisha
Leila Yasmin Noor Mariam Zainab Rania Shirin Nasrin Ayse Zeynep Elif Priya Ananya Kavita Meera
Deepa Sunita Lakshmi Mei Li Xiu Yuki Sakura Haruka Keiko Minji Jiwoo Soyeon Linh Thuy Siti Dewi
Amina Ngozi Chioma Adaeze Wanjiru Akinyi Thandiwe Nomvula Zodwa Abena Esther Ruth Rebecca Rachel
Miriam Tamar Noa Kayla Brianna Jasmine Destiny Krystal Megan Ashley Heather Amber Danielle
Tiffany Nicole Kristen Lindsey Courtney Barbara Susan Linda Patricia Deborah Karen Nancy Donna
Cynthia Sandra Pamela Gretchen Tammy Kamala Ursula Annalena Giorgia Sanna Jacinda Mette
"""
WOMEN = _WOMEN_TEXT.split()

_MEN_TEXT = """
James William Oliver George Harry Jack Thomas Daniel Matthew Andrew Michael Robert Richard
Edward Volodymyr Andriy Serhiy Dmytro Oleksandr Vladimir Sergei Dmitry Alexei Igor Ivan Nikolai
Lars Erik Anders Bjorn Magnus Henrik Jens Mats Piotr Tomasz Krzysztof Marek Jan Pavel Tomas
Gabor Viktor Zoltan Carlos Jorge Luis Miguel Javier Diego Alejandro Rafael Eduardo Joao Paulo
Thiago Luca Marco Matteo Giovanni Paolo Jean Pierre Francois Olivier Emmanuel Antoine Hugo Sean
Ciaran Declan Niall Mohammed Ahmed Ali Hassan Omar Khalid Yusuf Ibrahim Mahmoud Tariq Reza Mehdi
Hossein Mustafa Mehmet Recep Emre Rahul Arjun Vikram Sanjay Rajesh Narendra Amit Suresh Wei Jun
Ming Hao Xi Kenji Takashi Hiroshi Yuto Minho Joon Seung Minh Tuan Budi Joko Agus Chinedu Emeka
Oluwaseun Kwame Kofi Kamau Otieno Sipho Thabo Themba Cyril Abebe Tesfaye Samuel Joshua David
Benjamin Yitzhak Moshe Eitan Tyler Brandon Justin Kyle Cody Travis Derek Marcus Jamal Darius
Terrence Gary Larry Dennis Roger Wayne Bruce Craig Glenn Keith Todd Chad Brett Rishi Keir Olaf
Friedrich Pedro Anthony Gavin Wes Greg Doug Antony
"""
MEN = _MEN_TEXT.split()

_FAMILIES_TEXT = """
Smith Jones Taylor Brown Wilson Davies Evans Walker Wright Thompson Hughes Edwards Green Hall
Wood Harris Lewis Martin Jackson Clarke Cooper Ward Morris Turner Hill Baker Parker Bennett Gray
Shaw O'Brien Murphy Kelly Byrne Walsh McCarthy Gallagher Doherty Campbell Stewart MacDonald
Fraser Sinclair Petrenko Shevchenko Kovalenko Bondarenko Tkachenko Zelenko Melnyk Savchuk Ivanov
Petrov Smirnov Volkov Sokolov Lebedev Morozov Novak Svoboda Dvorak Horvat Kovac Nagy Szabo Toth
Kowalski Nowak Wisniewski Lewandowski Hansen Johansen Olsen Larsen Andersen Nilsson Karlsson
Lindqvist Virtanen Korhonen Nieminen Muller Schmidt Schneider Fischer Weber Wagner Becker
Hoffmann Koch Bauer Richter Dubois Moreau Laurent Lefebvre Garnier Rousseau Girard Rossi Russo
Ferrari Esposito Bianchi Romano Colombo Ricci Garcia Martinez Lopez Gonzalez Rodriguez Fernandez
Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Silva Santos Oliveira Souza Pereira Costa
Carvalho Almeida Kaya Demir Yilmaz Celik Ozturk Haddad Khoury Nasser Mansour Saleh Hamdan Aziz
Rahman Hussein Karimi Rezaei Ahmadi Hosseini Khan Malik Chaudhry Qureshi Sharma Patel Singh
Gupta Reddy Iyer Nair Banerjee Das Mukherjee Fernando Perera Tan Lim Wong Chan Lee Kim Park Choi
Jung Kang Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Nguyen Tran Pham
Hoang Wang Zhang Liu Chen Yang Huang Zhao Wu Zhou Santoso Wijaya Siregar Okafor Adeyemi Okonkwo
Balogun Mensah Owusu Boateng Kamau Mwangi Otieno Odhiambo Dlamini Nkosi Zulu Mokoena Tesfaye
Bekele Abdi Mohamud Cohen Levi Mizrahi Peretz Katz Goldberg Starmer Sunak Macron Scholz Meloni
Trudeau Ardern Albanese Modi Erdogan Netanyahu Guterres Stoltenberg Blinken Austin Yellen
Sullivan Vance Walz Newsom Whitmer Shapiro Raskin Jeffries Johnson Thune Leavitt Rubio Hegseth
Correa Whitaker Pennington Castellano Abernathy Lockwood Thornbury Ashdown Pemberton Hollis
Mercer Vaughn Delgado Ibarra Quintero Beaumont Fairchild Ostrowski Halvorsen Lindgren Petersen
Maguire Donnelly Trask Bellweather Crane Dunmore Elridge Farrow Granger Hale Irving Keane Loomis
Marsh North Oakes Pryce
"""
FAMILIES = _FAMILIES_TEXT.split()
